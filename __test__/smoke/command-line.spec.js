const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");
const { runCommand } = require("../support/serve.js");

describe("the command line", () => {
  const folder = useFolder();
  const run = (...words) => runCommand(words, { cwd: folder() }).ended;

  it("reads and changes a file", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder(".mock-state.json") });
    await store.setParameter("a", "1");
    expect(await run("get", 'ssm.parameters["a"].value')).toMatchObject({ code: 0, stdout: "1\n", stderr: "" });
    expect(await run("set", "instance.state", "running")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect((await store.getInstance()).state).toBe("running");
    await store.close();
    const { code, stdout } = await run("status", "--json");
    expect([code, JSON.parse(stdout).instance.state]).toEqual([0, "running"]);
  });

  it("tells a wrong use by its exit code, with the nearest name", async () => {
    const { code, stderr } = await run("status", "--jsno");
    expect([code, stderr.split("\n")[0]]).toEqual([
      2,
      'mock-state-store: Unknown option "--jsno"; did you mean "--json"?',
    ]);
  });
});
