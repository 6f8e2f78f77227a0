const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder, readState, namesIn } = require("../support/folder.js");
const { runInChild } = require("../support/child.js");

const FAILURE = { failNext: true, alwaysFail: false, errorCode: "Throttling" };

describe("the file", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const mode = () => fs.statSync(file()).mode & 0o777;
  let store;
  beforeEach(async () => {
    store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", 'b "quoted" 日本語');
    await store.setOperationFailure("StartInstances", FAILURE);
  });

  it("is the state without its pending timeouts, the operation failures an object", async () => {
    store.registerTimeout(setTimeout(() => {}, 1000));
    await store.persistNow();
    store.clearAllTimeouts();
    const state = await store.getState();
    const operationFailures = Object.fromEntries(state.faults.operationFailures);
    expect(readState(file())).toStrictEqual({ ...state, faults: { ...state.faults, operationFailures } });
    expect(readState(file()).faults.operationFailures).toEqual({ StartInstances: FAILURE });
  });

  it("is indented by two spaces, as JSON.stringify does it", async () => {
    await store.persistNow();
    const text = fs.readFileSync(file(), "utf8");
    expect(text.trimEnd()).toBe(JSON.stringify(JSON.parse(text), null, 2));
  });

  it("begins with the parts in the order of the contract", async () => {
    await store.persistNow();
    expect(Object.keys(readState(file()))).toEqual(["instance", "ssm", "backups", "costs", "cloudformation", "faults"]);
  });

  it("has the names of parameters and operations sorted, whatever the order of the calls", async () => {
    const present = Object.keys(await store.getAllParameters());
    const sorted = ["", "10", "2", "B", "a", "a/b", "é"];
    await store.patchState({ ssm: { parameters: Object.fromEntries(present.map((name) => [name, null])) } });
    await store.clearAllFailures();
    for (const name of ["é", "2", "a/b", "", "B", "10", "a"]) {
      await store.setParameter(name, "value");
      await store.setOperationFailure(name, FAILURE);
    }
    await store.persistNow();
    const text = fs.readFileSync(file(), "utf8");
    // Read from the text: an object of JavaScript has names that are numbers first.
    const namesOf = (section) => {
      const start = text.indexOf(`    "${section}": {\n`);
      const lines = text.slice(start, text.indexOf("\n    }", start));
      return [...lines.matchAll(/^ {6}"(.*)": \{$/gm)].map(([, name]) => name);
    };
    expect(namesOf("parameters")).toEqual(sorted);
    expect(namesOf("operationFailures")).toEqual(sorted);
  });

  it("can be read by its owner alone", async () => {
    await store.persistNow();
    expect(mode()).toBe(0o600);
  });

  it("can be read by its owner alone, where one was there that others could read", async () => {
    fs.writeFileSync(file(), "{}", { mode: 0o644 });
    fs.chmodSync(file(), 0o644);
    await store.persistNow();
    expect(mode()).toBe(0o600);
  });

  it("can be read by its owner alone, whatever the umask", async () => {
    await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        process.umask(0);
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        await store.setParameter("a", "b");
        await store.persistNow();
      },
      [file()],
    );
    expect(mode()).toBe(0o600);
  });

  it("is alone in its folder", async () => {
    for (let n = 0; n < 20; n += 1) {
      await store.setParameter("a", String(n));
      await store.persistNow();
    }
    expect(namesIn(folder())).toEqual(["state.json"]);
  });
});
