const { copyFileSync } = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";
const LATER = "2026-03-15T12:00:01.000Z";
const SECOND = 1000;

describe("a lease", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(NOW);
    store = new MockStateStore();
  });

  const acquire = (owner, ttlMs = SECOND) => store.acquireLease("action", { owner, ttlMs });

  it("is given to its first owner until it expires", async () => {
    const lease = { name: "action", owner: "a", fencingToken: 1, expiresAt: LATER };
    expect(await acquire("a")).toEqual({ acquired: true, lease });
  });

  it("is refused to another owner, who is told who holds it", async () => {
    const { lease } = await acquire("a");
    expect(await acquire("b", 9 * SECOND)).toEqual({ acquired: false, lease });
  });

  it("is given to one of many concurrent callers", async () => {
    const owners = ["a", "b", "c"];
    const acquired = (await Promise.all(owners.map((owner) => acquire(owner)))).map(({ acquired }) => acquired);
    expect(acquired).toEqual([true, false, false]);
  });

  it("keeps its token when its owner acquires it again", async () => {
    await acquire("a");
    const lease = { name: "action", owner: "a", fencingToken: 1, expiresAt: "2026-03-15T12:00:05.000Z" };
    expect(await acquire("a", 5 * SECOND)).toEqual({ acquired: true, lease });
  });

  it("is given under a larger token than one that was released before an older one was acquired again", async () => {
    await acquire("a");
    const { lease } = await store.acquireLease("other", { owner: "a", ttlMs: SECOND });
    await store.releaseLease("other", lease.fencingToken);
    await acquire("a");
    expect((await store.acquireLease("third", { owner: "a", ttlMs: SECOND })).lease.fencingToken).toBe(3);
  });

  it("is free from the moment it expires, and is then given under a larger token", async () => {
    await acquire("a");
    setNow(Date.parse(LATER) - 1);
    expect((await acquire("b")).acquired).toBe(false);
    setNow(LATER);
    expect(await acquire("b")).toMatchObject({ acquired: true, lease: { owner: "b", fencingToken: 2 } });
  });

  it("is given under a larger token to an owner that let it expire", async () => {
    await acquire("a");
    setNow(LATER);
    expect((await acquire("a")).lease.fencingToken).toBe(2);
  });

  it("does not block a lease of another name", async () => {
    await acquire("a");
    expect(await store.acquireLease("other", { owner: "b", ttlMs: 1 })).toMatchObject({
      acquired: true,
      lease: { name: "other", fencingToken: 2 },
    });
  });

  it("lasts longer once it is renewed", async () => {
    const { lease } = await acquire("a");
    const renewed = { ...lease, expiresAt: "2026-03-15T12:00:02.000Z" };
    expect(await store.renewLease("action", 1, { ttlMs: 2 * SECOND })).toEqual({ renewed: true, lease: renewed });
    setNow(LATER);
    expect((await acquire("b")).lease).toEqual(renewed);
  });

  it("cannot be renewed under another token, after it has expired, or if it was never given", async () => {
    await acquire("a");
    expect(await store.renewLease("action", 2, { ttlMs: 1 })).toEqual({ renewed: false });
    expect(await store.renewLease("other", 1, { ttlMs: 1 })).toEqual({ renewed: false });
    setNow(LATER);
    expect(await store.renewLease("action", 1, { ttlMs: 1 })).toEqual({ renewed: false });
  });

  it("is free after its release", async () => {
    await acquire("a");
    expect(await store.releaseLease("action", 1)).toBe(true);
    expect(await acquire("b")).toMatchObject({ acquired: true, lease: { fencingToken: 2 } });
  });

  it("cannot be released under another token or after it has expired", async () => {
    await acquire("a");
    expect(await store.releaseLease("action", 2)).toBe(false);
    setNow(LATER);
    expect(await store.releaseLease("action", 1)).toBe(false);
  });

  it("is free after a reset, and is then given under a larger token", async () => {
    await acquire("a");
    await store.resetState();
    expect(await acquire("b")).toMatchObject({ acquired: true, lease: { fencingToken: 2 } });
  });

  it("does not appear in the state before the first lease", async () => {
    expect(await store.getState()).not.toHaveProperty("leases");
  });

  it("is a part of the state", async () => {
    await acquire("a");
    const held = { action: { owner: "a", fencingToken: 1, expiresAt: LATER } };
    expect((await store.getState()).leases).toEqual({ lastFencingToken: 1, held });
    await store.releaseLease("action", 1);
    expect((await store.getState()).leases).toEqual({ lastFencingToken: 1, held: {} });
  });

  it("is not changed by patchState()", async () => {
    await acquire("a");
    await store.patchState({ leases: { lastFencingToken: 0, held: {} } });
    expect((await acquire("b")).acquired).toBe(false);
  });

  it("that has expired is removed from the state when another one is given", async () => {
    await acquire("a");
    setNow(LATER);
    await store.acquireLease("other", { owner: "b", ttlMs: 1 });
    expect(Object.keys((await store.getState()).leases.held)).toEqual(["other"]);
  });

  it("can have any name", async () => {
    await store.acquireLease("__proto__", { owner: "", ttlMs: SECOND });
    expect((await store.acquireLease("__proto__", { owner: "b", ttlMs: 1 })).acquired).toBe(false);
    expect(Object.keys((await store.getState()).leases.held)).toEqual(["__proto__"]);
  });

  it("cannot expire later than the last valid date", async () => {
    await expect(acquire("a", 1e300)).rejects.toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  });
});

describe("a lease in a file", () => {
  const folder = useFolder();

  it("is still held after a restart, and tokens continue to grow", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    const store = new MockStateStore(options);
    await store.acquireLease("action", { owner: "a", ttlMs: 60_000 });
    await store.acquireLease("other", { owner: "a", ttlMs: 60_000 });
    await store.releaseLease("other", 2);
    await store.persistNow();
    const copy = folder("copy.json");
    copyFileSync(options.persistencePath, copy);
    const restarted = new MockStateStore({ ...options, persistencePath: copy });
    expect((await restarted.acquireLease("action", { owner: "b", ttlMs: 1 })).acquired).toBe(false);
    expect((await restarted.acquireLease("other", { owner: "b", ttlMs: 1 })).lease.fencingToken).toBe(3);
  });
});
