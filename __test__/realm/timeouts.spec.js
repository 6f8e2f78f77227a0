const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();

describe("a registered timeout", () => {
  let store;
  let fired;
  const timer = (name) => setTimeout(() => fired.push(name), 1000);
  const pending = async () => (await store.getState()).pendingTimeouts;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
    fired = [];
  });

  it("is listed as pending, and fires", async () => {
    const a = timer("a");
    expect(store.registerTimeout(a)).toBe(undefined);
    expect((await pending())[0]).toBe(a);
    await advance(1000);
    expect(fired).toEqual(["a"]);
  });

  it("is no longer listed but still fires after unregisterTimeout()", async () => {
    const [a, b] = [timer("a"), timer("b")];
    store.registerTimeout(a);
    store.registerTimeout(b);
    expect(store.unregisterTimeout(a)).toBe(undefined);
    const left = await pending();
    expect(left).toHaveLength(1);
    expect(left[0]).toBe(b);
    store.clearAllTimeouts();
    await advance(1000);
    expect(fired).toEqual(["a"]);
  });

  it("is cancelled by clearAllTimeouts()", async () => {
    store.registerTimeout(timer("a"));
    store.registerTimeout(timer("b"));
    expect(store.clearAllTimeouts()).toBe(undefined);
    expect(await pending()).toEqual([]);
    await advance(1000);
    expect(fired).toEqual([]);
  });

  it("that is not registered can be unregistered", async () => {
    store.registerTimeout(timer("a"));
    store.unregisterTimeout(timer("b"));
    expect(await pending()).toHaveLength(1);
  });

  it("is not cancelled by another store", async () => {
    store.registerTimeout(timer("a"));
    new MockStateStore().clearAllTimeouts();
    expect(await pending()).toHaveLength(1);
  });
});
