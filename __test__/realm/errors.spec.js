const fs = require("node:fs");
const { MockStateStore, MockStateStoreError } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");

describe("an error", () => {
  const folder = useFolder();
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("about an argument is a TypeError of this realm", async () => {
    for (const error of [
      await rejection(() => store.updateInstanceState("flying")),
      await rejection(() => store.setParameter(1, 2)),
      await rejection(() => store.patchState({ instance: { state: 7 } })),
      thrown(() => new MockStateStore({ persistenceDebounceMs: "soon" })),
    ]) {
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(MockStateStoreError);
      expect(error.name).toBe("TypeError");
      expect(error.stack).toContain(error.message);
    }
  });

  it("about the file is an Error of this realm, not a TypeError", async () => {
    const file = folder("state.json");
    fs.mkdirSync(file);
    const broken = new MockStateStore({ enablePersistence: true, persistencePath: file });
    broken.setParameter("a", "b");
    const error = await rejection(() => broken.persistNow());
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(MockStateStoreError);
    expect(error).not.toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_PERSISTENCE");
    expect(error.message).toContain(file);
  });

  it("starts its stack at the caller", async () => {
    const { stack } = await rejection(function caller() {
      return store.updateInstanceState("flying");
    });
    expect(stack).toContain("caller");
  });
});
