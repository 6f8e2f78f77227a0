const fs = require("node:fs");
const path = require("node:path");
const { CARGO_TARGET_DIR, STATE_OF_NEW_STORE, compileFaster, install, print, root, succeed } = require("./support.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

const STATUS_OF_INSPECTOR = `
  const { controlApi } = require("mock-state-store/control");
  const file = new Request("http://localhost/_mock/inspector/inspector.js");
  controlApi()(file).then(({ status }) => console.log(status));
`;

/** A git repository of what a commit of the working tree would hold, and a configuration for cargo. */
async function makeRepository(repository) {
  const { stdout } = await succeed("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const name of stdout.split("\0").filter((file) => file && fs.existsSync(path.join(root, file)))) {
    fs.cpSync(path.join(root, name), path.join(repository, name));
  }
  compileFaster(repository);
  const git = (...args) => succeed("git", args, { cwd: repository });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message", "all");
}

test("installing from git builds the binary and the inspector", async () => {
  await makeRepository(folder("repository"));
  await install(folder("project"), `git+file://${folder("repository")}`, { env: { CARGO_TARGET_DIR } });
  expect(await print(folder("project"), STATE_OF_NEW_STORE)).toBe("stopped");
  expect(await print(folder("project"), STATUS_OF_INSPECTOR)).toBe("200");
});
