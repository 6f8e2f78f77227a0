const { MockStateStore } = require("mock-state-store");
const { applyPatch } = require("../support/json-patch.js");
const { random } = require("../support/random.js");

const json = async (store) => JSON.parse(JSON.stringify(await store.getState(), replacer));
const replacer = (_, value) => (value instanceof Map ? Object.fromEntries(value) : value);

describe("diff", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore({ enablePersistence: false });
  });

  it("is empty where nothing has changed", async () => {
    await store.snapshot("base");
    expect(await store.diff("base")).toEqual([]);
    expect(await store.diff("base", "base")).toEqual([]);
  });

  it("names what has changed, down to the field", async () => {
    await store.setParameter("/a~b", "1");
    await store.snapshot("base");
    await store.setParameter("/a~b", "2");
    await store.deleteParameter("/minecraft/player-count");
    await store.setGlobalLatency(5);
    const lastModified = (await store.getAllParameters())["/a~b"].lastModified;
    expect(await store.diff("base")).toEqual(
      expect.arrayContaining([
        { op: "replace", path: "/ssm/parameters/~1a~0b/value", value: "2" },
        { op: "remove", path: "/ssm/parameters/~1minecraft~1player-count" },
        { op: "replace", path: "/faults/globalLatencyMs", value: 5 },
      ]),
    );
    expect(lastModified).toMatch(/Z$/);
  });

  it("leads from the first snapshot to the second, not back", async () => {
    await store.snapshot("one");
    await store.setGlobalLatency(5);
    await store.snapshot("two");
    await store.setGlobalLatency(7);
    const path = "/faults/globalLatencyMs";
    expect(await store.diff("one", "two")).toEqual([{ op: "replace", path, value: 5 }]);
    expect(await store.diff("two", "one")).toEqual([{ op: "replace", path, value: 0 }]);
    expect(await store.diff("two")).toEqual([{ op: "replace", path, value: 7 }]);
  });

  it("has what a part needs that was not there", async () => {
    await store.snapshot("base");
    await store.setTransitions({ "ec2:pending": 5 });
    expect(await store.diff("base")).toEqual([{ op: "add", path: "/transitions", value: { "ec2:pending": 5 } }]);
  });

  const NAMES = ["a", "/a~b", "", "__proto__", "constructor", "0"];
  const STEPS = [
    (it, { pick, below }) => it.setParameter(pick(NAMES), String(below(3))),
    (it, { pick }) => it.deleteParameter(pick(NAMES)),
    (it, { pick }) => it.setOperationFailure(pick(NAMES), { failNext: true, alwaysFail: false }),
    (it, { pick }) => it.clearOperationFailure(pick(NAMES)),
    (it, { pick }) => it.addCommand([pick(NAMES)]),
    (it) => it.clearCommands(),
    (it, { pick, below }) => it.addBackup({ name: pick(NAMES), date: `2026-01-0${1 + below(9)}`, size: "" }),
    (it, { pick }) => it.removeBackup(pick(NAMES)),
    (it, { pick }) => it.updateInstanceState(pick(["running", "stopped"])),
    (it, { chance }) => it.setHasVolume(chance(0.5)),
    (it, { pick, below }) => it.patchState({ [`ours${below(2)}`]: { [pick(NAMES)]: [below(3), [below(2)]] } }),
    (it, { pick }) => it.setTransitions({ "ec2:pending": pick(["manual", 5, null]) }),
    (it, { below }) => it.schedule(1e6 * (1 + below(9)), { ours: 1 }),
    (it, { pick }) => it.acquireLease(pick(NAMES), { owner: "o", ttlMs: 1000 }),
    (it, { below }) => it.clock.advance(below(1000)),
    (it) => it.resetState(),
  ];

  it.each([1, 2, 3, 4, 5, 6])("leads from any state to any other (seed %i)", async (seed) => {
    const chance = random(seed);
    store = new MockStateStore({ enablePersistence: false, commandHistoryLimit: 3 });
    for (let round = 0; round < 40; round += 1) {
      const before = await json(store);
      await store.snapshot("before");
      for (let steps = chance.below(12); steps >= 0; steps -= 1) await chance.pick(STEPS)(store, chance);
      const operations = await store.diff("before");
      expect(applyPatch(before, operations)).toEqual(await json(store));
    }
  });
});
