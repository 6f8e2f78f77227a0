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

  it("is given to the first who asks, until it expires", async () => {
    const lease = { name: "action", owner: "a", fencingToken: 1, expiresAt: LATER };
    expect(await acquire("a")).toEqual({ acquired: true, lease });
  });

  it("is refused to others, who learn of its holder", async () => {
    const { lease } = await acquire("a");
    expect(await acquire("b", 9 * SECOND)).toEqual({ acquired: false, lease });
  });

  it("goes to one of many callers", async () => {
    const owners = ["a", "b", "c"];
    const acquired = (await Promise.all(owners.map((owner) => acquire(owner)))).map(({ acquired }) => acquired);
    expect(acquired).toEqual([true, false, false]);
  });

  it("is renewed under its token where its owner acquires it again", async () => {
    await acquire("a");
    const lease = { name: "action", owner: "a", fencingToken: 1, expiresAt: "2026-03-15T12:00:05.000Z" };
    expect(await acquire("a", 5 * SECOND)).toEqual({ acquired: true, lease });
  });

  it("is free at the moment at which it expires, and then has a larger token", async () => {
    await acquire("a");
    setNow(Date.parse(LATER) - 1);
    expect((await acquire("b")).acquired).toBe(false);
    setNow(LATER);
    expect(await acquire("b")).toMatchObject({ acquired: true, lease: { owner: "b", fencingToken: 2 } });
  });

  it("has a larger token where its own owner has let it expire", async () => {
    await acquire("a");
    setNow(LATER);
    expect((await acquire("a")).lease.fencingToken).toBe(2);
  });

  it("is not in the way of one of another name", async () => {
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

  it("cannot be renewed under another token, once it has expired, or where there is none", async () => {
    await acquire("a");
    expect(await store.renewLease("action", 2, { ttlMs: 1 })).toEqual({ renewed: false });
    expect(await store.renewLease("other", 1, { ttlMs: 1 })).toEqual({ renewed: false });
    setNow(LATER);
    expect(await store.renewLease("action", 1, { ttlMs: 1 })).toEqual({ renewed: false });
  });

  it("is free once it is released", async () => {
    await acquire("a");
    expect(await store.releaseLease("action", 1)).toBe(true);
    expect(await acquire("b")).toMatchObject({ acquired: true, lease: { fencingToken: 2 } });
  });

  it("cannot be released under another token, or once it has expired", async () => {
    await acquire("a");
    expect(await store.releaseLease("action", 2)).toBe(false);
    setNow(LATER);
    expect(await store.releaseLease("action", 1)).toBe(false);
  });

  it("is free after a reset, with a larger token than before", async () => {
    await acquire("a");
    await store.resetState();
    expect(await acquire("b")).toMatchObject({ acquired: true, lease: { fencingToken: 2 } });
  });

  it("is no part of the state before there ever was one", async () => {
    expect(await store.getState()).not.toHaveProperty("leases");
  });

  it("is a part of the state", async () => {
    await acquire("a");
    const held = { action: { owner: "a", fencingToken: 1, expiresAt: LATER } };
    expect((await store.getState()).leases).toEqual({ lastFencingToken: 1, held });
    await store.releaseLease("action", 1);
    expect((await store.getState()).leases).toEqual({ lastFencingToken: 1, held: {} });
  });

  it("is not touched by a patch", async () => {
    await acquire("a");
    await store.patchState({ leases: { lastFencingToken: 0, held: {} } });
    expect((await acquire("b")).acquired).toBe(false);
  });

  it("that has expired is forgotten when another is given", async () => {
    await acquire("a");
    setNow(LATER);
    await store.acquireLease("other", { owner: "b", ttlMs: 1 });
    expect(Object.keys((await store.getState()).leases.held)).toEqual(["other"]);
  });

  it("works under any name", async () => {
    await store.acquireLease("__proto__", { owner: "", ttlMs: SECOND });
    expect((await store.acquireLease("__proto__", { owner: "b", ttlMs: 1 })).acquired).toBe(false);
    expect(Object.keys((await store.getState()).leases.held)).toEqual(["__proto__"]);
  });

  it("cannot last beyond the end of time", async () => {
    await expect(acquire("a", 1e300)).rejects.toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  });
});

describe("a lease in a file", () => {
  const folder = useFolder();

  it("is still held after a restart, and tokens go on", async () => {
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
