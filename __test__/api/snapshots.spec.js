const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();
const START = "2026-03-15T12:00:00.000Z";
const iso = (store) => new Date(store.clock.now()).toISOString();

describe.each(["in memory", "with a file"])("a snapshot (%s)", (place) => {
  const folder = useFolder();
  let store;
  beforeEach(() => {
    useFakeTimers(START);
    const file = { enablePersistence: true, persistencePath: folder("state.json"), persistenceDebounceMs: 1e9 };
    store = new MockStateStore(place === "in memory" ? { enablePersistence: false } : file);
  });
  afterEach(() => store.close());

  it("brings back the whole state", async () => {
    await store.patchState({ ours: { deep: [1] } });
    await store.setParameter("a", "1");
    await store.addCommand(["one"]);
    await store.acquireLease("l", { owner: "o", ttlMs: 1000 });
    const before = await store.getState();
    await store.snapshot("base");
    await store.resetState();
    await store.setParameter("b", "2");
    await store.setTransitions({ "ec2:pending": 7 });
    await store.restore("base");
    expect(await store.getState()).toEqual(before);
  });

  it("is of the moment of the call, and can be restored before it has resolved", async () => {
    store.setParameter("a", "1");
    store.snapshot("base");
    store.setParameter("a", "2");
    const changed = store.getParameter("a");
    store.restore("base");
    expect([await changed, await store.getParameter("a")]).toEqual(["2", "1"]);
  });

  it("can be restored as often as wanted, whatever is written in between", async () => {
    await store.snapshot("base");
    const before = await store.getState();
    for (let round = 0; round < 3; round += 1) {
      await store.setParameter("a", String(round));
      await store.updateInstanceState("running");
      await store.clearBackups();
      await store.restore("base");
      expect(await store.getState()).toEqual(before);
    }
  });

  it("has time go on from its moment", async () => {
    await store.snapshot("base");
    await store.clock.advance(60_000);
    await advance(5000);
    await store.restore("base");
    expect(iso(store)).toBe(START);
    await advance(10);
    expect(iso(store)).toBe("2026-03-15T12:00:00.010Z");
  });

  it("of a clock that stands still has it stand still there", async () => {
    await store.clock.advance(1000);
    await store.clock.freeze();
    await store.snapshot("base");
    await store.clock.resume();
    await advance(5000);
    await store.restore("base");
    await advance(5000);
    expect(iso(store)).toBe("2026-03-15T12:00:01.000Z");
    await store.clock.resume();
    await advance(1);
    expect(iso(store)).toBe("2026-03-15T12:00:01.001Z");
  });

  it("puts what was under way in the place of what is", async () => {
    const id = await store.schedule(1000, { ours: 1 });
    await store.snapshot("base");
    await store.cancel(id);
    await store.schedule(500, { theirs: 1 });
    await advance(700);
    await store.restore("base");
    expect(await store.scheduled()).toMatchObject([{ id, dueAt: "2026-03-15T12:00:01.000Z" }]);
    await advance(999);
    expect(await store.getState()).not.toHaveProperty("ours");
    await advance(1);
    const state = await store.getState();
    expect([state.ours, state.theirs]).toEqual([1, undefined]);
  });

  it("starts after what is due", async () => {
    await store.schedule(1000, { ours: 1 });
    await advance(1000);
    await store.snapshot("base");
    await store.restore("base");
    expect([(await store.getState()).ours, await store.scheduled()]).toEqual([1, []]);
  });

  it("has the same ids come again, where there is a seed", async () => {
    const seeded = await store.fork({ seed: 7 });
    await seeded.addCommand(["one"]);
    await seeded.snapshot("base");
    const first = await seeded.addCommand(["two"]);
    await seeded.restore("base");
    expect(await seeded.addCommand(["two"])).toBe(first);
  });

  it("gives out no fencing token twice", async () => {
    await store.snapshot("base");
    const { lease } = await store.acquireLease("l", { owner: "o", ttlMs: 1000 });
    await store.restore("base");
    expect((await store.acquireLease("l", { owner: "o", ttlMs: 1000 })).lease.fencingToken).toBe(
      lease.fencingToken + 1,
    );
  });

  it("cancels the registered timeouts when it is restored, and not when that fails", async () => {
    let fired = 0;
    const register = () => store.registerTimeout(setTimeout(() => (fired += 1), 100));
    await store.snapshot("base");
    register();
    await rejection(() => store.restore("none"));
    await advance(100);
    register();
    await store.restore("base");
    await advance(100);
    expect(fired).toBe(1);
  });

  it("is one change, which watchers see as they see a reset", async () => {
    await store.snapshot("base");
    await store.setParameter("a", "1");
    const revision = await store.revision();
    const changes = store.changes();
    await store.restore("base");
    expect((await changes.next()).value).toMatchObject({ type: "state" });
    expect(await store.revision()).toBe(revision + 1);
    await changes.return();
  });

  it("is listed by name with its time, until it is deleted", async () => {
    await store.snapshot("b");
    await store.clock.advance(1000);
    await store.snapshot("A 1.2");
    const [a, b] = [
      { name: "A 1.2", takenAt: "2026-03-15T12:00:01.000Z" },
      { name: "b", takenAt: START },
    ];
    expect(await store.listSnapshots()).toEqual([a, b]);
    expect(await store.deleteSnapshot("b")).toBe(true);
    expect(await store.deleteSnapshot("b")).toBe(false);
    expect(await store.listSnapshots()).toEqual([a]);
  });

  it("is replaced by one of the same name", async () => {
    await store.setParameter("a", "1");
    await store.snapshot("base");
    await store.setParameter("a", "2");
    await store.snapshot("base");
    await store.resetState();
    await store.restore("base");
    expect([await store.getParameter("a"), await store.listSnapshots()]).toEqual([
      "2",
      [{ name: "base", takenAt: START }],
    ]);
  });

  it("stays after a reset, with calls, which a restore leaves alone", async () => {
    await store.snapshot("base");
    await store.resetState();
    expect(await store.listSnapshots()).toHaveLength(1);
  });

  it("is left behind by a fork, which has its own", async () => {
    await store.snapshot("base");
    const fork = await store.fork();
    await fork.snapshot("other");
    const names = async (it) => (await it.listSnapshots()).map(({ name }) => name);
    expect([await names(fork), await names(store)]).toEqual([["other"], ["base"]]);
  });

  it("that does not exist is refused with the most similar name, and changes nothing", async () => {
    const none = await rejection(() => store.restore("bsae"));
    expect([none.code, none.message]).toEqual(["ERR_INVALID_ARG_VALUE", expect.stringContaining("there is none")]);
    await store.snapshot("base");
    await store.snapshot("other");
    const state = await store.getState();
    for (const [name, call] of [
      ["name", () => store.restore("bsae")],
      ["from", () => store.diff("bsae")],
      ["to", () => store.diff("base", "bsae")],
    ]) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(TypeError);
      expect([error.code, error.message]).toEqual(["ERR_INVALID_ARG_VALUE", expect.stringContaining('"base"')]);
      expect(error.message).toContain(`"${name}"`);
    }
    expect(await store.getState()).toEqual(state);
  });

  it.each(["", "..", "../a", "a/b", "a\\b", ".a", " a", "a ", "a.", "ä", "a\0", "con", "NUL.json", "x".repeat(101)])(
    "cannot be named %j",
    async (name) => {
      for (const method of ["snapshot", "restore", "deleteSnapshot", "diff"]) {
        const { code } = await rejection(() => store[method](name));
        expect(code).toBe("ERR_INVALID_ARG_VALUE");
      }
    },
  );

  it.each([[undefined], [null], [5], [{}], [Symbol("a")]])("cannot be named %s", async (name) => {
    for (const method of ["snapshot", "restore", "deleteSnapshot", "diff"]) {
      const { code } = await rejection(() => store[method](name));
      expect(code).toBe("ERR_INVALID_ARG_TYPE");
    }
  });

  it("is refused once the store is closed", async () => {
    await store.close();
    for (const method of ["snapshot", "restore", "deleteSnapshot", "listSnapshots", "diff"]) {
      expect((await rejection(() => store[method]("a"))).code).toBe("ERR_CLOSED");
    }
  });
});
