const { MockStateStore, MockStateStoreError } = require("mock-state-store");

class Subclass extends MockStateStore {
  answer() {
    return 42;
  }
}

describe("instanceof", () => {
  it("does not hold for anything else", () => {
    for (const value of [null, undefined, 1, "a", Symbol("a"), {}, [], () => {}, Object.create(null), new Error("a")]) {
      expect(value instanceof MockStateStore).toBe(false);
      expect(value instanceof MockStateStoreError).toBe(false);
    }
  });

  it("holds for a subclass's stores, and a subclass's only for its own", async () => {
    const sub = new Subclass();
    expect(sub instanceof MockStateStore).toBe(true);
    expect(sub instanceof Subclass).toBe(true);
    expect(new MockStateStore() instanceof Subclass).toBe(false);
    expect(sub.answer()).toBe(42);
    expect((await sub.getInstance()).state).toBe("stopped");
  });

  it("does not make an error of a store, nor a store of an error", async () => {
    const store = new MockStateStore();
    const error = await store.updateInstanceState("flying").catch((reason) => reason);
    expect(store instanceof MockStateStoreError).toBe(false);
    expect(error instanceof MockStateStore).toBe(false);
    expect(error instanceof MockStateStoreError).toBe(true);
  });
});
