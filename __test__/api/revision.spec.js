const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

describe("revision", () => {
  it("counts the changes", async () => {
    const store = new MockStateStore();
    expect(await store.revision()).toBe(0);
    await store.setParameter("a", "1");
    expect(await store.revision()).toBe(1);
    await store.resetState();
    expect(await store.revision()).toBe(2);
  });

  it("does not count calls that change nothing", async () => {
    const store = new MockStateStore();
    await store.deleteParameter("unknown");
    await rejection(() => store.setParameter("a", 5));
    expect(await store.revision()).toBe(0);
  });

  it("includes the calls made before, awaited or not", async () => {
    const store = new MockStateStore();
    store.setParameter("a", "1");
    const revision = store.revision();
    store.setParameter("a", "2");
    expect(await revision).toBe(1);
  });
});
