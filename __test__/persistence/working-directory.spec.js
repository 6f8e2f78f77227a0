const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

/** Makes a store in one folder and saves it after a move to another. */
async function program({ MockStateStore }, options, elsewhere) {
  const store = new MockStateStore(options);
  process.chdir(elsewhere);
  await store.setParameter("a", "b");
  await store.persistNow();
}

describe("the path of the file", () => {
  const folder = useFolder();
  beforeEach(() => {
    fs.mkdirSync(folder("here", "in"), { recursive: true });
    fs.mkdirSync(folder("elsewhere"));
  });
  const run = (options, env) => runInChild(program, [options, folder("elsewhere")], { cwd: folder("here"), env });

  it.each([
    [".mock-state.json by default", { enablePersistence: true }, {}, ".mock-state.json"],
    ["as given", { enablePersistence: true, persistencePath: "in/state.json" }, {}, "in/state.json"],
    ["as the environment has it", {}, { MOCK_STATE_STORE_PATH: "in/env.json" }, "in/env.json"],
  ])("is %s, in the directory the store was made in", async (_, options, env, expected) => {
    expect(await run(options, env)).toMatchObject({ code: 0 });
    expect(readState(folder("here", expected)).ssm.parameters.a.value).toBe("b");
    expect(namesIn(folder("elsewhere"))).toEqual([]);
  });
});
