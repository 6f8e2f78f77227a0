const { MockStateStore } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");
const { TYPE } = require("../support/kinds.js");

describe("changes()", () => {
  let store;
  let changes;
  beforeEach(() => {
    store = new MockStateStore();
  });
  afterEach(() => changes?.return());

  it("iterates over every later change, in order", async () => {
    await store.setGlobalLatency(0);
    changes = store.changes();
    for (const ms of [1, 2, 3]) await store.setGlobalLatency(ms);
    const seen = [];
    for await (const change of changes) {
      seen.push([change.previousRevision, change.revision, change.entries[0].value]);
      if (change.revision === 4) break;
    }
    expect(seen).toEqual([
      [1, 2, 1],
      [2, 3, 2],
      [3, 4, 3],
    ]);
  });

  it("answers several calls of next() with one change each", async () => {
    changes = store.changes();
    const asked = [changes.next(), changes.next()];
    await store.setGlobalLatency(1);
    await store.setGlobalLatency(2);
    const answers = await Promise.all(asked);
    expect(answers).toMatchObject([
      { done: false, value: { revision: 1 } },
      { done: false, value: { revision: 2 } },
    ]);
  });

  it("merges many changes into one for a slow reader", async () => {
    changes = store.changes();
    for (let n = 0; n <= 1000; n += 1) store.setGlobalLatency(n);
    const { value } = await changes.next();
    expect(value).toMatchObject({ previousRevision: 0, revision: 1001, entries: [{ value: 1000 }] });
  });

  it("delivers a change of the whole state once the entries are no longer kept", async () => {
    changes = store.changes({ sections: ["parameters"] });
    for (let n = 0; n < 4; n += 1) store.setParameter("a", "x".repeat(2 ** 20));
    const { value } = await changes.next();
    expect(value).toEqual({ type: "state", previousRevision: 0, revision: 3, sections: ["parameters"] });
  });

  it("skips changes of other sections", async () => {
    changes = store.changes({ sections: ["faults"] });
    const asked = changes.next();
    await store.clearBackups();
    await store.setGlobalLatency(1);
    expect((await asked).value).toMatchObject({ previousRevision: 1, revision: 2 });
  });

  it("is done after return(), also for pending calls of next()", async () => {
    changes = store.changes();
    const asked = changes.next();
    expect(await changes.return()).toEqual({ value: undefined, done: true });
    expect(await asked).toEqual({ value: undefined, done: true });
    await store.setGlobalLatency(1);
    expect(await changes.next()).toEqual({ value: undefined, done: true });
  });

  it("rejects with an AbortError when the signal is aborted", async () => {
    const controller = new AbortController();
    changes = store.changes({ signal: controller.signal });
    const asked = changes.next();
    const reason = new Error("enough");
    controller.abort(reason);
    const error = await rejection(() => asked);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "AbortError", code: "ABORT_ERR", cause: reason });
    expect(await changes.next()).toEqual({ value: undefined, done: true });
  });

  it("rejects the next call of next() if none was pending when the signal was aborted", async () => {
    const controller = new AbortController();
    changes = store.changes({ signal: controller.signal });
    await store.setGlobalLatency(1);
    controller.abort();
    expect(await rejection(() => changes.next())).toMatchObject({ name: "AbortError" });
  });

  it("throws an AbortError if the signal was aborted before", () => {
    expect(thrown(() => store.changes({ signal: AbortSignal.abort() }))).toMatchObject({ code: "ABORT_ERR" });
  });

  it("removes its listener from the signal at the end", async () => {
    const { signal } = new AbortController();
    const removed = [];
    signal.removeEventListener = (...args) => removed.push(args[0]);
    await store.changes({ signal }).return();
    expect(removed).toEqual(["abort"]);
  });

  it("refuses a signal that is not an AbortSignal", () => {
    const error = thrown(() => store.changes({ signal: {} }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: TYPE, message: expect.stringContaining('"options.signal"') });
  });
});
