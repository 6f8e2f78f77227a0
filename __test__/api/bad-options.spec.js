const { MockStateStore } = require("mock-state-store");
const { thrown } = require("../support/errors.js");
const { KINDS, flag, ms, partial, refusals, required, text, textOf, within } = require("../support/kinds.js");
const { recordWarnings } = require("../support/warnings.js");

const state = textOf("running");

describe("an option", () => {
  recordWarnings();

  it.each([
    ["options", required(partial), (v) => v],
    ["options.enablePersistence", required(flag), (v) => ({ enablePersistence: v })],
    [
      "options.persistencePath",
      required(
        within({ accepts: text.accepts.filter((kind) => kind !== "an empty string"), values: ["an empty string"] }),
      ),
      (v) => ({ persistencePath: v }),
    ],
    ["options.persistenceDebounceMs", required(ms), (v) => ({ persistenceDebounceMs: v })],
    ["options.durability", required(textOf("process", "power")), (v) => ({ durability: v })],
    ["options.lockTimeoutMs", required(ms), (v) => ({ lockTimeoutMs: v })],
    [
      "options.commandHistoryLimit",
      required(within({ accepts: ["a number", "1e400"], values: ["a negative number", "a fraction", "-0", "NaN"] })),
      (v) => ({ commandHistoryLimit: v }),
    ],
    [
      "options.callHistoryLimit",
      required(within({ accepts: ["a number", "1e400"], values: ["a negative number", "a fraction", "-0", "NaN"] })),
      (v) => ({ callHistoryLimit: v }),
    ],
    ["options.fixtures", required(textOf("default", "empty")), (v) => ({ fixtures: v })],
    ["options.accountId", required(textOf()), (v) => ({ accountId: v })],
    ["options.region", required(textOf("running", "constructor")), (v) => ({ region: v })],
    ["options.stackName", required(textOf("running", "constructor")), (v) => ({ stackName: v })],
    [
      "options.transitions",
      required({ accepts: ["an empty object"], values: ["an object", ...partial.values] }),
      (v) => ({ transitions: v }),
    ],
    ["options.initialState", required(partial), (v) => ({ initialState: v })],
    ["options.initialState.instance.state", required(state), (v) => ({ initialState: { instance: { state: v } } })],
    [
      "options.initialState.ssm.parameters.a.value",
      text,
      (v) => ({ initialState: { ssm: { parameters: { a: { value: v } } } } }),
    ],
    [
      'options.initialState.costs["last-month"].period.start',
      required(text),
      (v) => ({ initialState: { costs: { "last-month": { period: { start: v } } } } }),
    ],
  ])("%s throws for every kind that it does not accept", async (path, kinds, options) => {
    for (const kind of kinds.accepts) new MockStateStore(options(KINDS[kind]));
    const { found, wanted } = await refusals(kinds, path, (value) => thrown(() => new MockStateStore(options(value))));
    expect(found).toEqual(wanted);
  });

  it.each([
    ["accountId", ["000000000000", "123456789012"], ["12345678901", "1234567890123", "12345678901a", " 23456789012"]],
    ["region", ["us-east-1", "us-gov-west-1", "local"], ["US-EAST-1", "us_east_1", "1-us", "-us", "us east"]],
    ["stackName", ["a", "Games-2", "a".repeat(128)], ["2games", "-a", "a_b", "a.b", "a".repeat(129)]],
  ])("options.%s is checked by its form", (name, right, wrong) => {
    for (const value of right) new MockStateStore({ [name]: value });
    for (const value of wrong) {
      const error = thrown(() => new MockStateStore({ [name]: value }));
      expect(error).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
      expect(error.message).toContain(`The "options.${name}" argument must be `);
    }
  });

  it('options.durability throws for "debounced", and names "process" and "power"', () => {
    const error = thrown(() => new MockStateStore({ durability: "debounced" }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_INVALID_ARG_VALUE");
    expect(error.message).toContain('The "options.durability" argument must be one of ');
    for (const value of ["process", "power"]) expect(error.message).toContain(`"${value}"`);
  });
});
