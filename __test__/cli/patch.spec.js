const { keysOf } = require("../../lib/control/path.js");
const { show } = require("../../lib/cli/path.js");
const { patchOf } = require("../../lib/cli/patch.js");

const STATE = {
  instance: {
    state: "stopped",
    tags: { a: "1" },
    blockDeviceMappings: [{ deviceName: "/dev/sda1", status: "attached" }],
  },
  ssm: { parameters: { "/a": { value: "1", type: "String" } }, commands: [{ commandId: "c", status: "Pending" }] },
  backups: [{ name: "x" }, { name: "y" }],
  costs: { "current-month": { totalCost: "1", period: { start: "s", end: "e" } } },
  cloudformation: { status: "S", outputs: { Url: "u" } },
  faults: { globalLatencyMs: 0 },
  ec2: { volumes: { "vol-1": { size: 8 } } },
};

test.each([
  ["instance.publicIp", "1.2.3.4", { instance: { publicIp: "1.2.3.4" } }],
  ["instance.tags.b", "2", { instance: { tags: { a: "1", b: "2" } } }],
  ["instance.tags.a", null, { instance: { tags: {} } }],
  ["instance.publicIp", null, { instance: { publicIp: null } }],
  [
    "instance.blockDeviceMappings[0].status",
    "x",
    { instance: { blockDeviceMappings: [{ deviceName: "/dev/sda1", status: "x" }] } },
  ],
  [
    'ssm.parameters["/a"].type',
    "SecureString",
    { ssm: { parameters: { "/a": { value: "1", type: "SecureString" } } } },
  ],
  ['ssm.parameters["/a"]', null, { ssm: { parameters: { "/a": null } } }],
  ["ssm.commands[0].status", "Failed", { ssm: { commands: [{ commandId: "c", status: "Failed" }] } }],
  ["backups[0]", null, { backups: [{ name: "y" }] }],
  ["backups[2]", { name: "z" }, { backups: [{ name: "x" }, { name: "y" }, { name: "z" }] }],
  ["backups", [], { backups: [] }],
  [
    "costs.current-month.totalCost",
    "2",
    { costs: { "current-month": { totalCost: "2", period: { start: "s", end: "e" } } } },
  ],
  ["cloudformation.outputs.Other", "o", { cloudformation: { outputs: { Url: "u", Other: "o" } } }],
  ["ec2.volumes.vol-1.size", 9, { ec2: { volumes: { "vol-1": { size: 9 } } } }],
  ["stacks.other.status", "S", { stacks: { other: { status: "S" } } }],
  ["faults.globalLatencyMs", 5, { faults: { globalLatencyMs: 5 } }],
  ["own.deep.key", 1, { own: { deep: { key: 1 } } }],
])("%s set to %j is the smallest patch", (path, value, patch) => {
  const before = structuredClone(STATE);
  expect(patchOf(STATE, keysOf(path), value)).toEqual(patch);
  expect(STATE).toEqual(before);
});

test.each(["__proto__", "constructor", "toString"])("any text is a key, %s too", (key) => {
  const patch = (path) => JSON.stringify(patchOf(STATE, keysOf(path), 1));
  expect(patch(key)).toBe(`{"${key}":1}`);
  expect(patch(`${key}.x`)).toBe(`{"${key}":{"x":1}}`);
  expect(patch(`own.${key}`)).toBe(`{"own":{"${key}":1}}`);
  expect(patch(`own.${key}.x`)).toBe(`{"own":{"${key}":{"x":1}}}`);
});

test("a list has no gaps", () => {
  expect(() => patchOf(STATE, keysOf("backups[5]"), {})).toThrow("The list has 2 entries; the next one is [2].");
});

test("nothing is below a text", () => {
  expect(() => patchOf(STATE, keysOf("backups[0].name.first"), "x")).toThrow(
    "backups[0].name.first is below what is no object.",
  );
});

test.each([
  ["instance.state", ["instance", "state"]],
  ["backups[0].name", ["backups", "0", "name"]],
  ['ssm.parameters["/a.b \\"c\\""].value', ["ssm", "parameters", '/a.b "c"', "value"]],
  ["ssm.parameters./a/b.value", ["ssm", "parameters", "/a/b", "value"]],
  ["/ssm/parameters/~1a~0b/value", ["ssm", "parameters", "/a~b", "value"]],
])("%s is a path, which is shown as one", (path, keys) => {
  expect(keysOf(path)).toEqual(keys);
  expect(keysOf(show(keys))).toEqual(keys);
});
