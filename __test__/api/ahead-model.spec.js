const { MockStateStore } = require("mock-state-store");
const { KINDS } = require("../support/kinds.js");
const { random } = require("../support/random.js");
const { readAnew } = require("../support/read-anew.js");
const { fakeTimers } = require("../support/timers.js");

// A store that is watched makes every change in its engine; one that is not makes some ahead of it.
const TEXTS = [
  "",
  "a",
  "abcde",
  "longer",
  "10",
  "2",
  "__proto__",
  "toString",
  "é€😀",
  "\ud83d",
  "\0u",
  "z".repeat(256),
];
const PERIODS = ["current-month", "last-month", "bogus"];
const NAMES = ["a", "b", "__proto__"];
const TIMES = ["2026-01-28T00:00:00.000Z", "2026-01-28T00:00:00.001Z", "2024-12-31T23:59:59.999Z"];
const DATES = [
  ...TIMES,
  "2024-02-29T00:00:00.000Z",
  "2026-02-30T00:00:00.000Z",
  "2026-04-31T00:00:00.000Z",
  "2026-01-28T00:00:00.000+05:30",
  "2026-01-28",
  "never",
];

/** Calls that are mostly right, with arguments that are mostly plain. */
function callsOf({ below, chance, pick }) {
  const text = () => pick(TEXTS);
  const odd = (make) => (chance(0.1) ? pick(Object.values(KINDS)) : make());
  /** A record as people write it, or nearly so. */
  const record = (fields) => {
    const entries = Object.entries(fields).filter(([, make]) => !chance(make.optional ? 0.6 : 0.05));
    if (chance(0.1)) entries.sort(() => below(3) - 1);
    const result = Object.fromEntries(entries.map(([key, make]) => [key, chance(0.03) ? odd(text) : make()]));
    if (chance(0.06)) result.ours = pick([1, { deep: [1] }, null, undefined]);
    if (chance(0.03)) result[Symbol("ours")] = 1;
    if (chance(0.03)) Object.defineProperty(result, "hidden", { value: 1 });
    if (chance(0.03)) Object.defineProperty(result, "toJSON", { value: () => ({}) });
    if (chance(0.03)) Object.defineProperty(result, "__proto__", { value: 1, enumerable: true });
    if (chance(0.03)) return new Proxy(result, {});
    return chance(0.03) ? Object.assign(Object.create(null), result) : result;
  };
  const optional = (make) => Object.assign(make, { optional: true });
  const flag = () => chance(0.5);
  const instance = () =>
    record({
      instanceId: optional(() => text()),
      state: optional(() => pick(["running", "pending", "bogus"])),
      publicIp: optional(() => pick(["192.0.2.1", null])),
      hasVolume: optional(() => flag()),
      availabilityZone: optional(() => text()),
    });
  const stack = () =>
    record({ exists: optional(() => flag()), status: optional(() => text()), stackId: optional(() => text()) });
  const failure = () =>
    record({
      failNext: flag,
      alwaysFail: flag,
      errorCode: optional(() => text()),
      errorMessage: optional(() => text()),
    });
  const costs = () =>
    record({
      period: () => record({ start: text, end: text }),
      totalCost: text,
      currency: text,
      breakdown: () => Array.from({ length: below(3) }, () => record({ service: text, cost: text })),
      fetchedAt: text,
    });
  const backup = () => record({ name: () => pick(NAMES), date: () => pick(chance(0.2) ? DATES : TIMES), size: text });
  const parameter = () => record({ value: text, type: () => pick(["String", "bogus"]), lastModified: text });
  const patch = () =>
    pick([
      () => ({ instance: instance() }),
      () => ({ cloudformation: stack() }),
      () => ({ ssm: { parameters: { [text()]: parameter() } } }),
      () => ({ instance: instance(), cloudformation: stack() }),
    ])();
  const changes = [
    () => ["setParameter", odd(text), odd(text), pick([undefined, "SecureString", "bogus"])],
    () => ["setInstance", odd(instance)],
    () => ["setStackStatus", odd(stack)],
    () => ["setCosts", pick(PERIODS), odd(costs)],
    () => ["setGlobalLatency", odd(() => pick([0, -0, 1.5]))],
    () => ["setOperationFailure", odd(() => pick(NAMES)), odd(failure)],
    () => ["clearOperationFailure", odd(() => pick(NAMES))],
    () => ["clearAllFailures"],
    () => ["updateInstanceState", odd(() => pick(["running", "stopped", "bogus"]))],
    () => ["setPublicIp", pick(["192.0.2.2", undefined, null, 1, "\ud83d"])],
    () => ["addBackup", odd(backup)],
    () => ["addBackup", odd(backup)],
    () => ["removeBackup", odd(() => pick(NAMES))],
    () => ["patchState", odd(patch)],
  ];
  const others = [
    () => ["setHasVolume", flag()],
    () => ["deleteParameter", text()],
    () => ["putParameter", text(), text(), undefined, flag()],
    () => ["takeOperationFailure", pick(NAMES)],
    () => ["clearBackups"],
    () => ["patchState", { backups: [backup(), backup()] }],
    () => ["patchState", { backups: Array.from({ length: pick([2, 31, 40]) }, backup) }],
    () => ["resetState"],
    () => ["getParameter", odd(text)],
    () => ["getInstance"],
    () => ["getCosts", pick(PERIODS)],
    () => ["getBackups"],
    () => ["getState"],
    () => ["revision"],
  ];
  return () => pick(chance(0.7) ? changes : others)();
}

/** What a call answers, in the order of its keys. */
async function outcome(store, [method, ...args]) {
  const show = (_, value) => (value instanceof Map ? [...value] : value === undefined ? "undefined" : value);
  try {
    return JSON.stringify({ value: await store[method](...args) }, show);
  } catch ({ name, code, message }) {
    return JSON.stringify({ name, code, message });
  }
}

describe("a store that is ahead of its engine", () => {
  const { useFakeTimers } = fakeTimers();
  beforeEach(() => useFakeTimers("2026-01-29T10:00:00.000Z"));

  it.each([1, 2, 3, 4])("answers as one that is not, whatever it is called with (seed %i)", async (seed) => {
    const rolls = random(seed);
    const next = callsOf(rolls);
    const differences = [];
    for (let round = 0; round < 15; round++) {
      const [store, watched] = [new MockStateStore(), new MockStateStore()];
      watched.subscribe(() => {});
      for (let step = 0; step < 100; step++) {
        const call = next();
        const times = rolls.chance(0.1) ? 25 : 1;
        for (let time = 0; time < times; time++) {
          const [answer, expected] = [await outcome(store, call), await outcome(watched, call)];
          if (answer !== expected) differences.push({ round, step, method: call[0], answer, expected });
        }
      }
      for (const last of ["getState", "revision", "getState"]) {
        const [answer, expected] = [await outcome(store, [last]), await outcome(watched, [last])];
        if (answer !== expected) differences.push({ round, last, answer, expected });
        await readAnew(store);
        await readAnew(watched);
      }
    }
    expect(differences).toEqual([]);
  });
});
