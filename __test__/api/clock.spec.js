const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { KINDS, latency, refusals } = require("../support/kinds.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();

const START = Date.parse("2026-03-15T12:00:00.000Z");

describe("the account's clock", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(START);
    store = new MockStateStore();
  });
  const ahead = () => store.clock.now() - Date.now();

  it("is the same object each time", () => {
    expect(store.clock).toBe(store.clock);
  });

  it("is not in the state as long as it shows the time of Date.now()", async () => {
    expect(await store.getState()).not.toHaveProperty("clock");
    await store.clock.advance(0);
    await store.clock.resume();
    expect(await store.revision()).toBe(0);
  });

  it("advances, and is in the state then", async () => {
    expect(await store.clock.advance(1500.5)).toBe(undefined);
    expect(ahead()).toBe(1501);
    expect((await store.getState()).clock).toEqual({ offsetMs: 1501 });
  });

  it.each([
    ["milliseconds", START + 1000],
    ["ISO 8601 text", "2026-03-15T12:00:01.000Z"],
    ["a Date", new Date(START + 1000)],
  ])("is set by %s", async (_, time) => {
    expect(await store.clock.set(time)).toBe(undefined);
    expect(ahead()).toBe(1000);
  });

  it("freezes and resumes", async () => {
    await store.clock.freeze();
    await advance(5000);
    expect(store.clock.now()).toBe(START);
    expect((await store.getState()).clock).toEqual({ offsetMs: 0, frozenAt: "2026-03-15T12:00:00.000Z" });
    await store.clock.advance(1000);
    expect(store.clock.now()).toBe(START + 1000);
    await store.clock.resume();
    await advance(7);
    expect(store.clock.now()).toBe(START + 1007);
  });

  it("stamps what the methods write", async () => {
    await store.clock.set("2030-01-01T00:00:00.000Z");
    await store.updateInstanceState("running");
    expect((await store.getInstance()).lastUpdated).toBe("2030-01-01T00:00:00.000Z");
    expect(await store.addCommand(["true"])).toMatch(`cmd-${Date.UTC(2030)}-`);
    const { lease } = await store.acquireLease("a", { owner: "me", ttlMs: 1000 });
    expect(lease.expiresAt).toBe("2030-01-01T00:00:01.000Z");
    await store.clock.advance(1000);
    expect(await store.acquireLease("a", { owner: "you", ttlMs: 1000 })).toMatchObject({ acquired: true });
  });

  it("commits everything that has come due before a call resolves, each as one change", async () => {
    await store.schedule(2000, { faults: { globalLatencyMs: 2 } });
    await store.schedule(1000, { faults: { globalLatencyMs: 1 } });
    await store.clock.advance(2000);
    expect(await store.revision()).toBe(5);
    expect(await store.getGlobalLatency()).toBe(2);
  });

  it("does not go back", async () => {
    await store.clock.advance(1000);
    for (const time of [START + 999, "2026-03-15T12:00:00.999Z", new Date(START)]) {
      const error = await rejection(() => store.clock.set(time));
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ code: "ERR_INVALID_ARG_VALUE", message: expect.stringContaining('"time"') });
    }
    expect(ahead()).toBe(1000);
  });

  it("refuses to be advanced by any other kind, and beyond what a Date can hold", async () => {
    for (const kind of latency.accepts) await store.clock.advance(KINDS[kind]);
    const { found, wanted } = await refusals(latency, "ms", (value) => rejection(() => store.clock.advance(value)));
    expect(found).toEqual(wanted);
    expect(await rejection(() => store.clock.advance(8.64e15))).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  });

  it.each([[undefined], [null], [true], [{}], [10n], ["soon"], [Number.NaN], [1e17], [new Date(Number.NaN)]])(
    "refuses to be set to %s",
    async (time) => {
      const error = await rejection(() => store.clock.set(time));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain('"time"');
    },
  );

  it("is put back by a reset, which drops what is scheduled and keeps transitions", async () => {
    await store.setTransitions({ "ec2:pending": "manual" });
    await store.clock.set("2030-01-01");
    await store.clock.freeze();
    await store.schedule(1000, { faults: { globalLatencyMs: 1 } });
    await store.resetState();
    expect(store.clock.now()).toBe(START);
    expect(await store.scheduled()).toEqual([]);
    expect((await store.getInstance()).lastUpdated).toBe("2026-03-15T12:00:00.000Z");
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": "manual" });
    expect(await store.getState()).not.toHaveProperty("clock");
  });

  it("is not told by a store that has been closed", async () => {
    await store.close();
    expect(() => store.clock.now()).toThrow(
      expect.objectContaining({ code: "ERR_CLOSED", message: "The store has been closed; make a new one" }),
    );
  });

  it("is not set by a patch, an initial state or a transaction", async () => {
    const state = { clock: { offsetMs: 5 }, scheduled: { "2026-01-01T00:00:00.000Z#000001-a": { patch: {} } } };
    await store.patchState(state);
    await store.transact(async (draft) => Object.assign(draft, state)).catch(() => {});
    for (const other of [store, new MockStateStore({ initialState: state })]) {
      expect(other.clock.now()).toBe(START);
      const found = await other.getState();
      expect(found).not.toHaveProperty("clock");
      expect(found).not.toHaveProperty("scheduled");
    }
  });
});
