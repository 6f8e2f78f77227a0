const { MockStateStore } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");
const { useFolder, namesIn } = require("../support/folder.js");

describe("an option that does not exist", () => {
  const warnings = recordWarnings();

  it.each([
    ["enablePersistance", "enablePersistence"],
    ["enablepersistence", "enablePersistence"],
    ["persistPath", "persistencePath"],
    ["persistenceDebounce", "persistenceDebounceMs"],
    ["initialstate", "initialState"],
    ["commandLimit", "commandHistoryLimit"],
  ])("is a warning: %s, which names %s", (misspelt, real) => {
    new MockStateStore({ [misspelt]: undefined });
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain(`"${misspelt}"`);
    expect(warnings[0].message).toContain(`"${real}"`);
    expect(warnings[0].code).toMatch(/^[A-Z_]+$/);
  });

  it("is a warning for each", () => {
    new MockStateStore({ persistDebounce: 1, commandsLimit: 1 });
    expect(warnings).toHaveLength(2);
  });

  it.each(["constructor", "toString", "zzz", ""])("is a warning even if no other is like it: %s", (name) => {
    new MockStateStore({ [name]: 1 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain(`"${name}"`);
  });
});

describe("the options", () => {
  const warnings = recordWarnings();
  const folder = useFolder();

  it("may be left out, empty or undefined", async () => {
    const none = undefined;
    for (const options of [
      none,
      {},
      {
        enablePersistence: none,
        persistencePath: none,
        persistenceDebounceMs: none,
        initialState: none,
        commandHistoryLimit: none,
      },
    ]) {
      expect((await new MockStateStore(options).getInstance()).state).toBe("stopped");
    }
    expect(warnings).toEqual([]);
  });

  it("do not make a store persistent without enablePersistence", async () => {
    const store = new MockStateStore({ persistencePath: folder("state.json"), persistenceDebounceMs: 0 });
    await store.setParameter("a", "b");
    await store.resetState();
    await store.persistNow();
    expect(namesIn(folder())).toEqual([]);
  });

  it("are copied when the store is made", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    const store = new MockStateStore(options);
    options.persistencePath = folder("other.json");
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(namesIn(folder())).toEqual(["state.json"]);
  });

  it("are not changed, and may be frozen", () => {
    const options = Object.freeze({ initialState: Object.freeze({ backups: Object.freeze([]) }) });
    new MockStateStore(options);
    expect(options).toEqual({ initialState: { backups: [] } });
  });
});
