const { useFolder } = require("../support/folder.js");
const { TARBALL, install, root, run } = require("./support.js");
const { version } = require("../../package.json");

const folder = useFolder();

test("a project that has installed the package runs its command by name", async () => {
  const project = folder("project");
  await install(project, TARBALL);
  expect(await run("npx", ["--no", "--", "mock-state-store", "--version"], { cwd: project })).toMatchObject({
    code: 0,
    stdout: `${version}\n`,
  });
});

test("this repository runs it too", async () => {
  const { code, stdout } = await run("node", ["bin/mock-state-store.js", "--help"], { cwd: root });
  expect(code).toBe(0);
  expect(stdout).toContain("Usage: mock-state-store COMMAND");
});
