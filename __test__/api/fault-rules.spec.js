const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { recordWarnings } = require("../support/warnings.js");

const RULE = { action: "ec2:StartInstances", error: "throttling" };

/** Rules with a mistake: what is wrong, by its path, and what the message says. */
const BAD = [
  ["no rule", undefined, "rule", "an object"],
  ["null", null, "rule", "an object"],
  ["a list", [RULE], "rule", "an object"],
  ["no action", { error: "throttling" }, "rule.action", "string"],
  ["an action that is none", { ...RULE, action: 5 }, "rule.action", "string"],
  ["an action without a service", { ...RULE, action: "StartInstances" }, "rule.action", "ec2:StartInstances"],
  ["no action in a list", { ...RULE, action: [] }, "rule.action", "1 to 100"],
  ["a wrong action in a list", { ...RULE, action: ["*", "ec2:"] }, "rule.action[1]", "ec2:StartInstances"],
  ["an empty resource", { ...RULE, resource: "" }, "rule.resource", "1 to 2,048"],
  ["a wrong resource in a list", { ...RULE, resource: ["i-1", 5] }, "rule.resource[1]", "string"],
  ["an id that is none", { ...RULE, id: 5 }, "rule.id", "string"],
  ["a name that is none", { ...RULE, name: {} }, "rule.name", "string"],
  ["a misspelt key", { ...RULE, probabilty: 0.5 }, "rule.probabilty", '"probability"'],
  ["a probability above 1", { ...RULE, probability: 1.1 }, "rule.probability", "from 0 to 1"],
  ["a negative probability", { ...RULE, probability: -0.1 }, "rule.probability", "from 0 to 1"],
  ["a probability that is none", { ...RULE, probability: "1" }, "rule.probability", "number"],
  ["NaN", { ...RULE, probability: Number.NaN }, "rule.probability", "from 0 to 1"],
  ["a negative skip", { ...RULE, skip: -1 }, "rule.skip", "whole number"],
  ["half a call", { ...RULE, times: 0.5 }, "rule.times", "whole number"],
  ["each zeroth call", { ...RULE, every: 0 }, "rule.every", "from 1"],
  ["a time that is none", { ...RULE, from: "soon" }, "rule.from", "2026-"],
  ["a number for a time", { ...RULE, until: 5 }, "rule.until", "string"],
  ["an end before its beginning", { ...RULE, from: "2026-02-01", until: "2026-01-01" }, "rule.until", "after from"],
  ["an error that is none", { ...RULE, error: 5 }, "rule.error", "string or an object"],
  ["a misspelt name of an error", { ...RULE, error: "throtling" }, "rule.error", '"throttling"'],
  ["an error without a code", { ...RULE, error: {} }, "rule.error.code", "string"],
  ["a code that no header can have", { ...RULE, error: { code: "A\r\nB" } }, "rule.error.code", "letters"],
  ["a misspelt key of an error", { ...RULE, error: { code: "A", status: 500 } }, "rule.error.status", '"statusCode"'],
  ["a status of success", { ...RULE, error: { code: "A", statusCode: 200 } }, "rule.error.statusCode", "400 to 599"],
  ["a status that is none", { ...RULE, error: { code: "A", statusCode: "500" } }, "rule.error.statusCode", "number"],
  ["a negative latency", { action: "*", latencyMs: -1 }, "rule.latencyMs", "from 0"],
  ["an infinite latency", { action: "*", latencyMs: Infinity }, "rule.latencyMs", "finite"],
  ["a latency that is none", { action: "*", latencyMs: "1" }, "rule.latencyMs", "number or an object"],
  ["no distribution", { action: "*", latencyMs: {} }, "rule.latencyMs.distribution", '"uniform"'],
  ["an unknown distribution", latency({ distribution: "pareto" }), "rule.latencyMs.distribution", '"lognormal"'],
  ["a range backwards", latency({ distribution: "uniform", min: 2, max: 1 }), "rule.latencyMs.max", "from min"],
  ["a range without an end", latency({ distribution: "uniform", min: 2 }), "rule.latencyMs.max", "number"],
  ["a negative deviation", latency({ distribution: "normal", mean: 1, stdDev: -1 }), "rule.latencyMs.stdDev", "from 0"],
  ["a most below the median", lognormal({ max: 1 }), "rule.latencyMs.max", "from median"],
  ["a key of another distribution", lognormal({ min: 1 }), "rule.latencyMs.min", "left out"],
  ["no rate", { action: "*", throttle: { burst: 1 } }, "rule.throttle.ratePerSecond", "number"],
  ["a rate of 0", throttle({ ratePerSecond: 0 }), "rule.throttle.ratePerSecond", "above 0"],
  ["a bucket for less than a token", throttle({ burst: 0.5 }), "rule.throttle.burst", "from 1"],
  ["a misspelt key of a bucket", throttle({ rate: 5 }), "rule.throttle.rate", '"ratePerSecond"'],
  ["an unknown connection", { action: "*", connection: "slow" }, "rule.connection", '"reset"'],
  ["a connection and an error", { ...RULE, connection: "reset" }, "rule.connection", "error"],
  ["a time of no connection", { ...RULE, afterMs: 5 }, "rule.afterMs", "latencyMs"],
  ["a negative time", { action: "*", connection: "reset", afterMs: -1 }, "rule.afterMs", "from 0"],
  ["no effect", { action: "*" }, "rule", "latencyMs"],
  ["no effect but when", { action: "*", after: true, times: 3 }, "rule", "latencyMs"],
  ["after that is none", { ...RULE, after: "yes" }, "rule.after", "boolean"],
];

function latency(latencyMs) {
  return { action: "*", latencyMs };
}

function lognormal(others) {
  return latency({ distribution: "lognormal", median: 2, sigma: 1, ...others });
}

function throttle(others) {
  return { action: "*", throttle: { ratePerSecond: 1, burst: 1, ...others } };
}

describe("addFault()", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("resolves to a new id, or to the rule's own", async () => {
    const ids = [await store.addFault(RULE), await store.addFault(RULE), await store.addFault({ ...RULE, id: "mine" })];
    expect(ids).toEqual([expect.stringMatching(/^fault-\w+$/), expect.stringMatching(/^fault-\w+$/), "mine"]);
    expect(new Set(ids).size).toBe(3);
    expect(await store.getFaults()).toEqual(ids.map((id) => ({ id, ...RULE })));
  });

  it("shows a refused number as JavaScript does", async () => {
    const { message } = await rejection(() => store.addFault(latency({ distribution: "uniform", min: 200, max: 100 })));
    expect(message).toMatch(/ Received 100$/);
  });

  it("keeps every field as it is given", async () => {
    const rule = {
      id: "all",
      name: "All",
      action: ["ec2:Start*", "ssm:?etParameter"],
      resource: ["i-*"],
      probability: 0.5,
      skip: 1,
      every: 2,
      times: 3,
      from: "2026-01-30",
      until: "2026-01-31T12:00:00+01:00",
      error: { code: "A", message: "", statusCode: 599 },
      latencyMs: { distribution: "lognormal", median: 1.5, sigma: 0.25, max: 20 },
      throttle: { ratePerSecond: 0.5, burst: 1.5 },
      after: true,
    };
    await store.addFault(rule);
    const broken = { id: "broken", action: "*", connection: "timeout", afterMs: 5 };
    await store.addFault({ ...broken, name: undefined, error: undefined });
    expect(await store.getFaults()).toEqual([rule, broken]);
  });

  it("replaces the rule of its id in its place, whose counters start again", async () => {
    for (const id of ["a", "b", "c"]) await store.addFault({ ...RULE, id });
    const [, b] = await store.getFaults();
    await store.addFault({ ...b, error: "internal", hits: 7, matched: 8, bucket: { tokens: 1, at: "2026-01-30" } });
    expect(await store.getFaults()).toEqual([
      { ...RULE, id: "a" },
      { ...RULE, id: "b", error: "internal" },
      { ...RULE, id: "c" },
    ]);
  });

  it.each(BAD)("refuses %s, and nothing changes", async (_, rule, path, words) => {
    await store.addFault({ ...RULE, id: "a" });
    const before = await store.getState();
    const error = await rejection(() => store.addFault(rule));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
    expect(error.message).toMatch(`The "${path}" argument must be `);
    expect(error.message).toContain(words);
    expect(await store.getState()).toEqual(before);
  });

  it("takes no more than 1,000 rules, but replaces one of them", async () => {
    await store.patchState({ faults: { rules: Array(1000).fill(RULE) } });
    expect((await rejection(() => store.addFault(RULE))).code).toBe("ERR_INVALID_ARG_VALUE");
    await store.addFault({ ...RULE, id: "fault-1000", error: "internal" });
    expect((await store.getFaults()).at(-1)).toEqual({ ...RULE, id: "fault-1000", error: "internal" });
  });

  describe("for an operation that is not supported", () => {
    const warnings = recordWarnings();

    it("warns with the nearest one, and adds the rule all the same", async () => {
      const id = await store.addFault({
        ...RULE,
        action: ["ec2:StartInstance", "s3:GetObject", "ssm:*", "EC2:start*"],
      });
      expect(warnings).toEqual([
        { code: "ERR_UNKNOWN_OPERATION", message: expect.stringContaining('did you mean "ec2:StartInstances"?') },
      ]);
      expect((await store.getFaults())[0].id).toBe(id);
    });

    it("warns of a service that is named otherwise here", async () => {
      await store.addFault({ action: ["costexplorer:GetCostAndUsage", "sqs:SendMessage"], error: "throttling" });
      expect(warnings).toEqual([
        { code: "ERR_UNKNOWN_OPERATION", message: expect.stringContaining('did you mean "ce:GetCostAndUsage"?') },
      ]);
    });

    it("warns once of each rule of a scenario", async () => {
      const faults = [{ ...RULE, id: "mine", action: "ec2:StopInstance" }, RULE];
      for (const _ of [1, 2]) await store.applyScenario({ name: "a", description: "b", faults });
      expect(warnings).toEqual([
        { code: "ERR_UNKNOWN_OPERATION", message: expect.stringMatching(/"mine".*did you mean "ec2:StopInstances"/) },
      ]);
    });

    it("warns where applyFaults() is called for it", async () => {
      for (const action of ["ec2:StratInstances", "ec2:StartInstances", "dynamodb:PutItem"])
        await store.applyFaults(action);
      expect(warnings).toEqual([
        { code: "ERR_UNKNOWN_OPERATION", message: expect.stringMatching(/applyFaults.*mean "ec2:StartInstances"/) },
      ]);
    });
  });
});

describe("rules", () => {
  let store;
  beforeEach(async () => {
    store = new MockStateStore();
    for (const id of ["a", "b"]) await store.addFault({ ...RULE, id });
  });

  const ids = async () => (await store.getFaults()).map(({ id }) => id);

  it("are removed by their id", async () => {
    expect(await store.removeFault("a")).toBe(true);
    expect(await store.removeFault("a")).toBe(false);
    expect(await ids()).toEqual(["b"]);
    expect((await rejection(() => store.removeFault(5))).code).toBe("ERR_INVALID_ARG_TYPE");
  });

  it("are all removed by clearFaults(), and then the state does not name them", async () => {
    await store.clearFaults();
    await store.clearFaults();
    expect(await store.getFaults()).toEqual([]);
    expect((await store.getState()).faults).not.toHaveProperty("rules");
  });

  it("stay where clearAllFailures() is called, and go with a reset", async () => {
    await store.setGlobalLatency(5);
    await store.clearAllFailures();
    expect(await ids()).toEqual(["a", "b"]);
    await store.resetState();
    expect(await ids()).toEqual([]);
  });

  it("are the caller's own copies", async () => {
    const [rule] = await store.getFaults();
    rule.action = "mine";
    expect((await store.getFaults())[0]).toEqual({ ...RULE, id: "a" });
  });

  it("are replaced by a patch, which keeps unknown keys and gives ids to those without", async () => {
    await store.patchState({ faults: { rules: [RULE, { ...RULE, id: "fault-1", mine: 1, hits: 4 }, RULE] } });
    expect(await store.getFaults()).toEqual([
      { ...RULE, id: "fault-2" },
      { ...RULE, id: "fault-1", mine: 1, hits: 4 },
      { ...RULE, id: "fault-3" },
    ]);
  });

  it.each([[[]], [null]])("are removed by a patch with %j", async (rules) => {
    await store.patchState({ faults: { rules } });
    expect((await store.getState()).faults).not.toHaveProperty("rules");
  });

  it.each([
    ["faults.rules[1].probability", [RULE, { ...RULE, probability: 2 }]],
    [
      "faults.rules[1].id",
      [
        { ...RULE, id: "a" },
        { ...RULE, id: "a" },
      ],
    ],
    ["faults.rules[0]", [{ action: "*" }]],
    ["faults.rules", {}],
    ["faults.rules", Array(1001).fill(RULE)],
  ])("of a patch are checked: %s", async (path, rules) => {
    const error = await rejection(() => store.patchState({ faults: { rules } }));
    expect(error.message).toMatch(`The "${path}" argument must be `);
    expect(await ids()).toEqual(["a", "b"]);
  });

  it("can be those of an initial state, which a reset brings back", async () => {
    const initialState = { faults: { rules: [{ ...RULE, id: "initial" }] } };
    store = new MockStateStore({ initialState });
    await store.addFault(RULE);
    await store.resetState();
    expect(await ids()).toEqual(["initial"]);
  });

  it("are what a watcher of faults is told", async () => {
    const changes = store.changes({ sections: ["faults"] });
    await store.removeFault("a");
    await store.clearFaults();
    const told = [(await changes.next()).value, (await changes.next()).value];
    await changes.return();
    expect(told.map(({ entries }) => entries)).toEqual([
      [{ type: "faultRules", value: [{ ...RULE, id: "b" }] }],
      [{ type: "faultRules", value: null }],
    ]);
  });
});
