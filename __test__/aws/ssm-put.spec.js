const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("PutParameter", () => {
  let store;
  let ssm;
  beforeEach(() => {
    ({ store, ssm } = account());
  });

  const put = (input) => ssm.putParameter({ Name: "/p", Value: "v", Type: "String", ...input });
  const description = async (Name = "/p") => {
    const { Parameters } = await ssm.describeParameters({ ParameterFilters: [{ Key: "Name", Values: [Name] }] });
    return Parameters[0];
  };

  const refusals = [
    [
      { Value: "a{{ssm:other}}" },
      "ValidationException",
      "Parameter value: 'a{{ssm:other}}' failed to satisfy constraint: Parameter value can't nest another parameter.",
    ],
    [{ Value: "{{hunter2}}", Type: "SecureString" }, "ValidationException", "Parameter value: '***' failed"],
    [{ KeyId: "alias/mine" }, "ValidationException", "KeyId is required for SecureString type parameter only."],
    [
      { DataType: "bad" },
      "ValidationException",
      "The following data type is not supported: bad. (Data type names are all lowercase.)",
    ],
    [
      { DataType: "aws:ssm:integration" },
      "ValidationException",
      "Parameters with data type: aws:ssm:integration must start with prefix: /d9d01087-",
    ],
    [
      { AllowedPattern: "[" },
      "InvalidAllowedPatternException",
      "The syntax of the allowedPattern parameter is invalid.",
    ],
    [
      { AllowedPattern: "^\\d$" },
      "ParameterPatternMismatchException",
      "Parameter value, cannot be validated against allowedPattern: ^\\d$",
    ],
    [
      { Value: "x".repeat(8193), Tier: "Advanced" },
      "ValidationException",
      "Advanced tier parameters support a maximum parameter value of 8192 characters.",
    ],
    [
      { Name: "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16" },
      "HierarchyLevelLimitExceededException",
      "A hierarchy can have a maximum of 15 levels.",
    ],
    [{ Type: undefined }, "ValidationException", "A parameter type is required when you create a parameter."],
  ].map(([input, code, message]) => [code, message, input]);

  test.each(refusals)("refuses with %s: %s", async (code, message, input) => {
    const error = await rejection(() => put(input));
    expect([error.name, error.message.slice(0, message.length)]).toEqual([code, message]);
    expect(await store.getParameter(input.Name ?? "/p")).toBe(null);
  });

  it("takes what is just within the limits", async () => {
    expect(await put({ Name: "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15" })).toMatchObject({ Version: 1 });
    expect(await put({ Value: "x".repeat(4096) })).toMatchObject({ Tier: "Standard" });
    const Value = "x".repeat(4097);
    expect(await put({ Name: "/i", Value, Tier: "Intelligent-Tiering" })).toMatchObject({ Tier: "Advanced" });
    expect(await put({ Name: "/a", Value: "x".repeat(8192), Tier: "Advanced" })).toMatchObject({ Tier: "Advanced" });
  });

  it("makes no standard parameter of an advanced one", async () => {
    await put({ Tier: "Advanced" });
    const error = await rejection(() => put({ Tier: "Standard", Overwrite: true }));
    expect(error.message).toMatch(/^This parameter uses the advanced-parameter tier\. .* 4096 characters\.$/);
    expect(await put({ Overwrite: true })).toMatchObject({ Tier: "Advanced", Version: 2 });
  });

  const policy = (Type, Attributes) => ({ Type, Version: "1.0", Attributes });
  const at = (ms) => policy("Expiration", { Timestamp: new Date(store.clock.now() + ms).toISOString() });
  const policies = (...all) => ({ Tier: "Advanced", Policies: JSON.stringify(all) });

  it("keeps policies, which the description and the history have", async () => {
    const all = [at(60_000), policy("NoChangeNotification", { After: "1", Unit: "Days" })];
    await put(policies(...all));
    const texts = all.map(({ Type: PolicyType, ...rest }) => ({
      PolicyText: JSON.stringify({ Type: PolicyType, ...rest }),
      PolicyType,
    }));
    expect((await description()).Policies).toEqual(texts.map((it) => ({ ...it, PolicyStatus: "Pending" })));
    const { Parameters } = await ssm.getParameterHistory({ Name: "/p" });
    expect(Parameters[0].Policies).toEqual(texts);
    await put({ Overwrite: true });
    expect((await description()).Policies).toHaveLength(2);
    await put({ Overwrite: true, Policies: "[]" });
    expect((await description()).Policies).toEqual([]);
  });

  it("deletes a parameter when it expires", async () => {
    await put(policies(at(60_000)));
    await put({ Overwrite: true, Value: "w" });
    await store.clock.advance(59_000);
    expect(await store.getParameter("/p")).toBe("w");
    await store.clock.advance(1000);
    expect(await store.getParameter("/p")).toBe(null);
    expect((await store.getState()).ssm.parameterHistory).toBe(undefined);
  });

  it("puts the expiration off, and takes it back", async () => {
    await put(policies(at(10_000)));
    await put({ Overwrite: true, ...policies(at(20_000)) });
    await store.clock.advance(15_000);
    expect(await store.getParameter("/p")).toBe("v");
    await put({ Overwrite: true, Policies: "[]" });
    await store.clock.advance(60_000);
    expect(await store.getParameter("/p")).toBe("v");
    expect(await store.scheduled()).toEqual([]);
  });

  it("deletes no other parameter of that name", async () => {
    await put(policies(at(10_000)));
    await store.deleteParameter("/p");
    await store.setParameter("/p", "another");
    await store.clock.advance(60_000);
    expect(await store.getParameter("/p")).toBe("another");
  });

  it("leaves nothing behind of a parameter that is deleted", async () => {
    await put(policies(at(10_000)));
    await store.deleteParameter("/p");
    expect(await store.scheduled()).toEqual([]);
    await put(policies(at(10_000)));
    await ssm.deleteParameter({ Name: "/p" });
    expect(await store.scheduled()).toEqual([]);
  });

  const unchangedFor = (After) => policies(policy("NoChangeNotification", { After, Unit: "Days" }));
  const wrongPolicies = [
    [{ Policies: "not-json", Tier: "Advanced" }, "ValidationException", "Invalid policies input: not-json."],
    [policies(policy("BadType", {})), "InvalidPolicyTypeException", "Policy type BadType is not supported."],
    [unchangedFor("0"), "InvalidPolicyAttributeException", "Attribute After must be a positive integer."],
    [
      unchangedFor("0.5"),
      "InvalidPolicyAttributeException",
      "Attribute After must be a positive integer smaller than 8760000 .",
    ],
    [
      policies(policy("ExpirationNotification", { Before: "1", Unit: "Years" })),
      "InvalidPolicyAttributeException",
      "Attribute Unit",
    ],
    [policies(policy("Expiration", { Timestamp: "soon" })), "InvalidPolicyAttributeException", "Attribute Timestamp"],
    [
      policies(...["2", "3"].map((day) => policy("Expiration", { Timestamp: `2099-01-0${day}T00:00:00Z` }))),
      "IncompatiblePolicyException",
      "There is a conflict",
    ],
    [policies(...Array(11).fill({})), "PoliciesLimitExceededException", "You specified more than the maximum number"],
    [
      { Policies: JSON.stringify([policy("Expiration", { Timestamp: "2099-01-01T00:00:00Z" })]) },
      "ValidationException",
      "You can't assign parameter policies to a standard-parameter tier.",
    ],
  ].map(([input, code, message]) => [code, message, input]);

  test.each(wrongPolicies)("refuses policies with %s: %s", async (code, message, input) => {
    const error = await rejection(() => put(input));
    expect([error.name, error.message.slice(0, message.length)]).toEqual([code, message]);
  });
});
