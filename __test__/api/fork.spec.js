const { MockStateStore } = require("mock-state-store");
const { forkNow } = require("../../lib/store.js");
const { useFolder, namesIn } = require("../support/folder.js");
const { rejection, thrown } = require("../support/errors.js");
const { fakeTimers } = require("../support/timers.js");
const { recordWarnings } = require("../support/warnings.js");

const EXPLICIT = { enablePersistence: false };

describe("a fork", () => {
  const warnings = recordWarnings();
  const { useFakeTimers, advance } = fakeTimers();
  let store;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore(EXPLICIT);
  });

  it("is a store that holds all that this one holds", async () => {
    await store.setParameter("a", "b");
    await store.patchState({ ours: { deep: [1] } });
    const fork = await store.fork();
    expect(fork).toBeInstanceOf(MockStateStore);
    expect(await fork.getState()).toEqual(await store.getState());
    expect(await fork.revision()).toBe(0);
  });

  it.each([
    ["fork", (fork) => [store, fork]],
    ["store", (fork) => [fork, store]],
  ])("is isolated: what is written to the %s never shows in the other", async (_, choose) => {
    await store.setParameter("kept", "1");
    await store.addCommand(["one"]);
    const [other, written] = choose(await store.fork());
    const before = await other.getState();
    await written.setParameter("kept", "2");
    await written.deleteParameter("/minecraft/player-count");
    await written.updateInstanceState("running");
    await written.addCommand(["two"]);
    await written.clearBackups();
    await written.setOperationFailure("X", { failNext: true, alwaysFail: false });
    await written.setTransitions({ "ec2:pending": 1 });
    await written.schedule(1000, { ours: 1 });
    await written.acquireLease("l", { owner: "o", ttlMs: 1000 });
    await written.clock.advance(5000);
    expect(await other.getState()).toEqual(before);
    await written.resetState();
    expect(await other.getState()).toEqual(before);
  });

  it("can be forked itself", async () => {
    const child = await store.fork();
    await child.setParameter("a", "child");
    const grandchild = await child.fork();
    await grandchild.setParameter("a", "grandchild");
    const values = await Promise.all([store, child, grandchild].map((it) => it.getParameter("a")));
    expect(values).toEqual([null, "child", "grandchild"]);
  });

  it("has what is under way, which each side completes by its own clock", async () => {
    await store.schedule(1000, { ours: 1 });
    const fork = await store.fork();
    await fork.clock.advance(1000);
    expect(await fork.getState()).toMatchObject({ ours: 1 });
    expect(await store.getState()).not.toHaveProperty("ours");
    await advance(1000);
    expect(await store.getState()).toMatchObject({ ours: 1 });
  });

  it("starts after what is due, which both have then", async () => {
    await store.schedule(1000, { ours: 1 });
    await advance(1000);
    const fork = await store.fork();
    expect([await fork.scheduled(), await store.revision()]).toEqual([[], 2]);
    expect(await fork.getState()).toMatchObject({ ours: 1 });
  });

  it("has the clock, frozen or not", async () => {
    await store.clock.advance(1000);
    await store.clock.freeze();
    const fork = await store.fork();
    await store.clock.resume();
    await advance(500);
    expect([fork.clock.now(), store.clock.now()].map((ms) => new Date(ms).toISOString())).toEqual([
      "2026-03-15T12:00:01.000Z",
      "2026-03-15T12:00:01.500Z",
    ]);
  });

  it("is reset to what its store is reset to", async () => {
    store = new MockStateStore({
      ...EXPLICIT,
      fixtures: "empty",
      initialState: { ssm: { parameters: { a: { value: "1" } } } },
    });
    const fork = await (await store.fork()).fork();
    await fork.setParameter("a", "2");
    await fork.resetState();
    expect(await fork.getAllParameters()).toEqual({ a: expect.objectContaining({ value: "1" }) });
  });

  it("keeps as many commands as its store, or as its own option says", async () => {
    store = new MockStateStore({ ...EXPLICIT, commandHistoryLimit: 2 });
    for (const [options, count] of [
      [undefined, 2],
      [{ callHistoryLimit: 1 }, 2],
      [{ commandHistoryLimit: 1 }, 1],
    ]) {
      const fork = await store.fork(options);
      for (const line of ["a", "b", "c"]) await fork.addCommand([line]);
      expect(await fork.getCommands()).toHaveLength(count);
    }
  });

  it("takes transitions of its own, over those of its store", async () => {
    await store.setTransitions({ "ec2:pending": 1, "ec2:stopping": 2 });
    const fork = await store.fork({ transitions: { "ec2:pending": 3 } });
    expect(await fork.getTransitions()).toMatchObject({ "ec2:pending": 3, "ec2:stopping": 2 });
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 1, "ec2:stopping": 2 });
  });

  it("has none of the registered timeouts", async () => {
    store.registerTimeout(setTimeout(() => {}, 1000));
    const fork = await store.fork();
    expect((await fork.getState()).pendingTimeouts).toEqual([]);
  });

  it("is taken of the moment of the call, awaited or not", async () => {
    const promise = store.fork();
    store.setParameter("a", "b");
    expect(await (await promise).getParameter("a")).toBe(null);
  });

  it("refuses an option that is the store's alone, and names it", async () => {
    for (const [name, value] of Object.entries({ enablePersistence: true, initialState: {}, region: "eu-west-1" })) {
      const error = await rejection(() => store.fork({ [name]: value }));
      expect([error.code, error.message]).toEqual([
        "ERR_INVALID_ARG_VALUE",
        expect.stringContaining(`options.${name}`),
      ]);
    }
    await store.fork({ enablePersistence: undefined });
    expect(warnings).toEqual([]);
  });

  it.each([
    [{ commandHistoryLimit: 0 }, "ERR_INVALID_ARG_VALUE", "options.commandHistoryLimit"],
    [{ transitions: { "ec2:pending": -1 } }, "ERR_INVALID_ARG_VALUE", 'options.transitions["ec2:pending"]'],
    [5, "ERR_INVALID_ARG_TYPE", "options"],
    [null, "ERR_INVALID_ARG_TYPE", "options"],
  ])("refuses wrong options: %j", async (options, code, path) => {
    const error = await rejection(() => store.fork(options));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(`"${path}"`)]);
  });

  it("warns of an option that does not exist, and names the nearest of a fork", async () => {
    await store.fork({ callLimit: 1 });
    expect(warnings).toEqual([{ message: expect.stringContaining('"callHistoryLimit"'), code: "ERR_UNKNOWN_OPTION" }]);
  });

  it("is refused once the store is closed, which leaves the forks alone", async () => {
    const fork = await store.fork();
    await store.close();
    expect((await rejection(() => store.fork())).code).toBe("ERR_CLOSED");
    expect(thrown(() => forkNow(store)).code).toBe("ERR_CLOSED");
    await fork.setParameter("a", "b");
    expect(await fork.getParameter("a")).toBe("b");
  });
});

describe("forkNow", () => {
  it("makes a fork before it returns", async () => {
    const store = new MockStateStore(EXPLICIT);
    await store.setParameter("a", "b");
    expect(await forkNow(store, { callHistoryLimit: 1 }).getParameter("a")).toBe("b");
  });
});

describe("a fork of a store with a file", () => {
  const folder = useFolder();

  it("is in memory, and leaves the file alone", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    const fork = await store.fork();
    await fork.setParameter("a", "b");
    await fork.persistNow();
    await store.close();
    expect(namesIn(folder())).toEqual([]);
    expect(await fork.getParameter("a")).toBe("b");
  });
});
