const { MockStateStore, MockStateStoreError } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const {
  KINDS,
  anything,
  boolean,
  flag,
  latency,
  list,
  ms,
  oneOf,
  optional,
  or,
  partial,
  record,
  records,
  refusals,
  required,
  string,
  text,
  textOf,
  within,
} = require("../support/kinds.js");

const NOW = "2026-03-15T12:00:00.000Z";
const STATES = ["running", "stopped", "hibernating", "pending", "stopping", "terminated", "unknown"];

const MAPPING = { deviceName: "d", volumeId: "v", status: "attached", deleteOnTermination: true };
const PARAMETER = { value: "v", type: "String", lastModified: NOW };
const COMMAND = { commandId: "c", commands: ["true"], status: "Pending", createdAt: NOW };
const BACKUP = { name: "n", date: NOW, size: "1 GB" };
const LINE = { service: "s", cost: "1.00" };
const COSTS = {
  period: { start: NOW, end: NOW },
  totalCost: "1.00",
  currency: "USD",
  breakdown: [LINE],
  fetchedAt: NOW,
};
const FAILURE = { failNext: true, alwaysFail: false };

const attachment = textOf("attached", "detached", "detaching");
const state = textOf(...STATES);
const status = textOf("Pending", "InProgress", "Success", "Failed");
const type = textOf("String", "SecureString", "StringList");
const token = { accepts: ["a number", "-0"], values: ["a negative number", "a fraction", "NaN", "1e400"] };
const ttl = within({
  accepts: ["a number", "a fraction"],
  values: ["-0", "a negative number", "NaN", "1e400"],
});
const period = oneOf("current-month", "last-month", "last-30-days");

/** The fields of the instance, as a partial: `[path, kinds, the partial around a value]`. */
const INSTANCE_FIELDS = [
  ["instanceId", required(text), (v) => ({ instanceId: v })],
  ["state", required(state), (v) => ({ state: v })],
  ["publicIp", optional(text), (v) => ({ publicIp: v })],
  ["hasVolume", required(flag), (v) => ({ hasVolume: v })],
  ["availabilityZone", optional(text), (v) => ({ availabilityZone: v })],
  ["blockDeviceMappings", optional(list), (v) => ({ blockDeviceMappings: v })],
  ["blockDeviceMappings[0]", record, (v) => ({ blockDeviceMappings: [v] })],
  [
    "blockDeviceMappings[1].deviceName",
    text,
    (v) => ({ blockDeviceMappings: [MAPPING, { ...MAPPING, deviceName: v }] }),
  ],
  ["blockDeviceMappings[0].volumeId", text, (v) => ({ blockDeviceMappings: [{ ...MAPPING, volumeId: v }] })],
  ["blockDeviceMappings[0].status", attachment, (v) => ({ blockDeviceMappings: [{ ...MAPPING, status: v }] })],
  [
    "blockDeviceMappings[0].deleteOnTermination",
    flag,
    (v) => ({ blockDeviceMappings: [{ ...MAPPING, deleteOnTermination: v }] }),
  ],
  ["lastUpdated", required(text), (v) => ({ lastUpdated: v })],
  ["ours", anything, (v) => ({ ours: v })],
  ["ours.deep[1]", anything, (v) => ({ ours: { deep: [0, v] } })],
];
const STACK_FIELDS = [
  ["exists", required(flag), (v) => ({ exists: v })],
  ["status", required(text), (v) => ({ status: v })],
  ["stackId", required(text), (v) => ({ stackId: v })],
  ["ours", anything, (v) => ({ ours: v })],
];
const COMMAND_FIELDS = [
  ["commandId", text, (v) => ({ ...COMMAND, commandId: v })],
  ["commands", or(list, "an array"), (v) => ({ ...COMMAND, commands: v })],
  ["commands[1]", text, (v) => ({ ...COMMAND, commands: ["true", v] })],
  ["status", status, (v) => ({ ...COMMAND, status: v })],
  ["output", optional(text), (v) => ({ ...COMMAND, output: v })],
  ["error", optional(text), (v) => ({ ...COMMAND, error: v })],
  ["createdAt", text, (v) => ({ ...COMMAND, createdAt: v })],
  ["completedAt", optional(text), (v) => ({ ...COMMAND, completedAt: v })],
  ["ours", anything, (v) => ({ ...COMMAND, ours: v })],
];
const BACKUP_FIELDS = [
  ["name", text, (v) => ({ ...BACKUP, name: v })],
  ["date", text, (v) => ({ ...BACKUP, date: v })],
  ["size", text, (v) => ({ ...BACKUP, size: v })],
  ["ours", anything, (v) => ({ ...BACKUP, ours: v })],
];
const COSTS_FIELDS = [
  ["period", record, (v) => ({ ...COSTS, period: v })],
  ["period.start", text, (v) => ({ ...COSTS, period: { start: v, end: NOW } })],
  ["period.end", text, (v) => ({ ...COSTS, period: { start: NOW, end: v } })],
  ["totalCost", text, (v) => ({ ...COSTS, totalCost: v })],
  ["currency", text, (v) => ({ ...COSTS, currency: v })],
  ["breakdown", list, (v) => ({ ...COSTS, breakdown: v })],
  ["breakdown[0]", record, (v) => ({ ...COSTS, breakdown: [v] })],
  ["breakdown[1].service", text, (v) => ({ ...COSTS, breakdown: [LINE, { service: v, cost: "0" }] })],
  ["breakdown[0].cost", text, (v) => ({ ...COSTS, breakdown: [{ service: "s", cost: v }] })],
  ["fetchedAt", text, (v) => ({ ...COSTS, fetchedAt: v })],
  ["ours", anything, (v) => ({ ...COSTS, ours: v })],
];
const FAILURE_FIELDS = [
  ["failNext", flag, (v) => ({ ...FAILURE, failNext: v })],
  ["alwaysFail", flag, (v) => ({ ...FAILURE, alwaysFail: v })],
  ["errorCode", optional(text), (v) => ({ ...FAILURE, errorCode: v })],
  ["errorMessage", optional(text), (v) => ({ ...FAILURE, errorMessage: v })],
  ["ours", anything, (v) => ({ ...FAILURE, ours: v })],
];
const PARAMETER_FIELDS = [
  ["value", text, (v) => ({ ...PARAMETER, value: v })],
  ["type", type, (v) => ({ ...PARAMETER, type: v })],
  ["lastModified", text, (v) => ({ ...PARAMETER, lastModified: v })],
  ["ours", anything, (v) => ({ ...PARAMETER, ours: v })],
];

/** The fields of a part under its name, each wrapped up as arguments. */
const under = (prefix, fields, wrap) =>
  fields.map(([path, kinds, around]) => [`${prefix}.${path}`, kinds, (v) => wrap(around(v))]);

/** Each argument of each method: `[method, path, kinds, the arguments around a value]`. */
const ARGUMENTS = [
  ["setInstance", "instance", partial, (v) => [v]],
  ...under("instance", INSTANCE_FIELDS, (v) => [v]).map((row) => ["setInstance", ...row]),
  ["updateInstanceState", "state", oneOf(...STATES), (v) => [v]],
  ["setPublicIp", "publicIp", optional(string), (v) => [v]],
  ["setHasVolume", "hasVolume", boolean, (v) => [v]],

  ["getParameter", "name", string, (v) => [v]],
  ["setParameter", "name", string, (v) => [v, "value"]],
  ["setParameter", "value", string, (v) => ["name", v]],
  ["setParameter", "type", or(oneOf("String", "SecureString"), "undefined"), (v) => ["name", "value", v]],
  ["deleteParameter", "name", string, (v) => [v]],
  ["putParameter", "name", string, (v) => [v, "value"]],
  ["putParameter", "value", string, (v) => ["name", v]],
  ["putParameter", "type", or(oneOf("String", "SecureString"), "undefined"), (v) => ["name", "value", v]],
  ["putParameter", "overwrite", or(boolean, "undefined"), (v) => ["name", "value", "String", v]],
  ["deleteParameterIfValue", "name", string, (v) => [v, "value"]],
  ["deleteParameterIfValue", "expected", string, (v) => ["name", v]],

  ["addCommand", "commands", or(list, "an array"), (v) => [v]],
  ["addCommand", "commands[3]", text, (v) => [["0", "1", "2", v]]],
  ["updateCommand", "commandId", string, (v) => [v, { status: "Success" }]],
  ["updateCommand", "updates", partial, (v) => ["c", v]],
  ["updateCommand", "updates.status", required(status), (v) => ["c", { status: v }]],
  ["updateCommand", "updates.output", optional(text), (v) => ["c", { output: v }]],
  ["updateCommand", "updates.error", optional(text), (v) => ["c", { error: v }]],
  ["updateCommand", "updates.completedAt", optional(text), (v) => ["c", { completedAt: v }]],
  ["updateCommand", "updates.ours", anything, (v) => ["c", { ours: v }]],

  ["addBackup", "backup", record, (v) => [v]],
  ...under("backup", BACKUP_FIELDS, (v) => [v]).map((row) => ["addBackup", ...row]),
  ["removeBackup", "name", string, (v) => [v]],

  ["getCosts", "period", period, (v) => [v]],
  ["setCosts", "period", period, (v) => [v, COSTS]],
  ["setCosts", "costs", record, (v) => ["last-month", v]],
  ...under("costs", COSTS_FIELDS, (v) => ["last-month", v]).map((row) => ["setCosts", ...row]),

  ["setStackStatus", "stack", partial, (v) => [v]],
  ...under("stack", STACK_FIELDS, (v) => [v]).map((row) => ["setStackStatus", ...row]),

  ["setGlobalLatency", "ms", latency, (v) => [v]],
  ["getOperationFailure", "operation", string, (v) => [v]],
  ["setOperationFailure", "operation", string, (v) => [v, FAILURE]],
  ["setOperationFailure", "config", record, (v) => ["StartInstances", v]],
  ...under("config", FAILURE_FIELDS, (v) => ["StartInstances", v]).map((row) => ["setOperationFailure", ...row]),
  ["clearOperationFailure", "operation", string, (v) => [v]],
  ["takeOperationFailure", "operation", string, (v) => [v]],

  ["acquireLease", "name", string, (v) => [v, { owner: "o", ttlMs: 1 }]],
  ["acquireLease", "options", record, (v) => ["name", v]],
  ["acquireLease", "options.owner", text, (v) => ["name", { owner: v, ttlMs: 1 }]],
  ["acquireLease", "options.ttlMs", ttl, (v) => ["name", { owner: "o", ttlMs: v }]],
  ["renewLease", "name", string, (v) => [v, 1, { ttlMs: 1 }]],
  ["renewLease", "fencingToken", token, (v) => ["name", v, { ttlMs: 1 }]],
  ["renewLease", "options", record, (v) => ["name", 1, v]],
  ["renewLease", "options.ttlMs", ttl, (v) => ["name", 1, { ttlMs: v }]],
  ["releaseLease", "name", string, (v) => [v, 1]],
  ["releaseLease", "fencingToken", token, (v) => ["name", v]],

  ["patchState", "state", partial, (v) => [v]],
  ...[
    ["instance", required(partial), (v) => ({ instance: v })],
    ...under("instance", INSTANCE_FIELDS, (instance) => ({ instance })),
    ["ssm", required(partial), (v) => ({ ssm: v })],
    ["ssm.parameters", required(records), (v) => ({ ssm: { parameters: v } })],
    ["ssm.parameters.a", optional(record), (v) => ({ ssm: { parameters: { a: v } } })],
    ...under("ssm.parameters.a", PARAMETER_FIELDS, (a) => ({ ssm: { parameters: { a } } })),
    ["ssm.commands", required(list), (v) => ({ ssm: { commands: v } })],
    ["ssm.commands[0]", record, (v) => ({ ssm: { commands: [v] } })],
    ...under("ssm.commands[1]", COMMAND_FIELDS, (v) => ({ ssm: { commands: [COMMAND, v] } })),
    ["backups", required(list), (v) => ({ backups: v })],
    ["backups[0]", record, (v) => ({ backups: [v] })],
    ...under("backups[1]", BACKUP_FIELDS, (v) => ({ backups: [BACKUP, v] })),
    ['costs["last-month"]', required(record), (v) => ({ costs: { "last-month": v } })],
    ...under('costs["last-month"]', COSTS_FIELDS, (v) => ({ costs: { "last-month": v } })),
    ["cloudformation", required(partial), (v) => ({ cloudformation: v })],
    ...under("cloudformation", STACK_FIELDS, (cloudformation) => ({ cloudformation })),
    ["faults", required(partial), (v) => ({ faults: v })],
    ["faults.globalLatencyMs", required(ms), (v) => ({ faults: { globalLatencyMs: v } })],
    ["faults.operationFailures", required(records), (v) => ({ faults: { operationFailures: v } })],
    ["faults.operationFailures.a", record, (v) => ({ faults: { operationFailures: { a: v } } })],
    ["faults.operationFailures.a", record, (v) => ({ faults: { operationFailures: new Map([["a", v]]) } })],
    ...under("faults.operationFailures.a", FAILURE_FIELDS, (a) => ({ faults: { operationFailures: { a } } })),
    ["ours", anything, (v) => ({ ours: v })],
  ].map(([path, kinds, around]) => ["patchState", path, kinds, (v) => [around(v)]]),
].map(([method, path, kinds, args], index) => ({ method, path, kinds, args, index }));

describe.each(ARGUMENTS)("$method: $path ($index)", ({ method, path, kinds, args }) => {
  let store;
  beforeEach(async () => {
    store = new MockStateStore();
    await store.patchState({ ssm: { commands: [COMMAND] } });
  });

  it("accepts every kind that is allowed", async () => {
    for (const kind of kinds.accepts) {
      await store[method](...args(KINDS[kind])).catch((error) => {
        throw new Error(`${kind} was refused: ${error.message}`);
      });
      await store.getState();
    }
  });

  it("refuses every other kind by path, and changes nothing", async () => {
    const before = await store.getState();
    const { found, wanted } = await refusals(kinds, path, async (value) => {
      const error = await rejection(() => store[method](...args(value)));
      expect(error).toBeInstanceOf(MockStateStoreError);
      return error;
    });
    expect(found).toEqual(wanted);
    expect(await store.getState()).toEqual(before);
  });
});

describe("a call without arguments is refused by the path of the first one:", () => {
  const first = ARGUMENTS.filter(
    ({ method }, index) => ARGUMENTS.findIndex((other) => other.method === method) === index,
  );

  it.each(first.filter(({ kinds }) => !kinds.accepts.includes("undefined")))("$method", async ({ method, path }) => {
    const error = await rejection(() => new MockStateStore()[method]());
    expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
    expect(error.message).toContain(`The "${path}" argument `);
  });
});

describe("a property that is not enumerable counts as absent:", () => {
  const hide = (record, key) => {
    Object.defineProperty(record, key, { enumerable: false });
    return record;
  };

  it.each([
    ["config.failNext", "setOperationFailure", () => ["a", hide({ ...FAILURE }, "failNext")]],
    ["costs.currency", "setCosts", () => ["last-month", hide({ ...COSTS }, "currency")]],
    ["costs.period.end", "setCosts", () => ["last-month", { ...COSTS, period: hide({ ...COSTS.period }, "end") }]],
    ["costs.breakdown[0].cost", "setCosts", () => ["last-month", { ...COSTS, breakdown: [hide({ ...LINE }, "cost")] }]],
  ])("%s", async (path, method, args) => {
    const error = await rejection(() => new MockStateStore()[method](...args()));
    expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
    expect(error.message).toContain(`The "${path}" argument `);
  });
});
