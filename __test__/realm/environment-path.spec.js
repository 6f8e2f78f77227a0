const { MockStateStore } = require("mock-state-store");
const { useFolder, readState, namesIn } = require("../support/folder.js");

describe("MOCK_STATE_STORE_PATH", () => {
  const folder = useFolder();
  beforeEach(() => {
    process.env.MOCK_STATE_STORE_PATH = folder("state.json");
  });
  afterEach(() => {
    delete process.env.MOCK_STATE_STORE_PATH;
  });

  it.each([
    ["no options", undefined],
    ["other options", { persistenceDebounceMs: 10 }],
    ["enablePersistence undefined", { enablePersistence: undefined }],
  ])("is the file of a store made with %s", async (_, options) => {
    const store = new MockStateStore(options);
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("b");
  });

  it("is ignored if enablePersistence is false", async () => {
    const store = new MockStateStore({ enablePersistence: false });
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(namesIn(folder())).toEqual([]);
  });

  it("is ignored if a path is given with enablePersistence", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("given.json") });
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(namesIn(folder())).toEqual(["given.json"]);
  });
});
