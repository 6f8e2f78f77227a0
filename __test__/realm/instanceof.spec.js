const { MockStateStore, MockStateStoreError } = require("mock-state-store");

class Subclass extends MockStateStore {
  answer() {
    return 42;
  }
}

describe("instanceof", () => {
  it("is false for any other value", () => {
    for (const value of [null, undefined, 1, "a", Symbol("a"), {}, [], () => {}, Object.create(null), new Error("a")]) {
      expect(value instanceof MockStateStore).toBe(false);
      expect(value instanceof MockStateStoreError).toBe(false);
    }
  });

  it("works with subclasses", async () => {
    const sub = new Subclass();
    expect(sub instanceof MockStateStore).toBe(true);
    expect(sub instanceof Subclass).toBe(true);
    expect(new MockStateStore() instanceof Subclass).toBe(false);
    expect(sub.answer()).toBe(42);
    expect((await sub.getInstance()).state).toBe("stopped");
  });

  it("distinguishes stores and errors", async () => {
    const store = new MockStateStore();
    const error = await store.updateInstanceState("flying").catch((reason) => reason);
    expect(store instanceof MockStateStoreError).toBe(false);
    expect(error instanceof MockStateStore).toBe(false);
    expect(error instanceof MockStateStoreError).toBe(true);
  });
});
