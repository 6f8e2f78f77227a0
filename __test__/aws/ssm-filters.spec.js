const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("filters of parameters", () => {
  let ssm;
  beforeAll(async () => {
    ({ ssm } = account({ fixtures: "empty" }));
    const put = (Name, input) => ssm.putParameter({ Name, Value: "v", Type: "String", ...input });
    await put("plain");
    await put("/app/a", { Tags: [{ Key: "env", Value: "prod" }] });
    await put("/app/db/url", { Tier: "Advanced", Tags: [{ Key: "env", Value: "test" }] });
    await put("/app/db/password", { Type: "SecureString", KeyId: "alias/mine" });
    await put("/app/image", { Value: "ami-0123456789abcdef0", DataType: "aws:ec2:image" });
    await put("/other/list", { Value: "a,b", Type: "StringList" });
    await put("/other/secret", { Type: "SecureString" });
  });

  const names = ({ Parameters }) => Parameters.map(({ Name }) => Name);
  const describeBy = async (Key, Values, Option) =>
    names(await ssm.describeParameters({ ParameterFilters: [{ Key, Values, Option }] }));
  const byPath = async (Key, Values, Option) => {
    const ParameterFilters = [{ Key, Values, Option }];
    return names(await ssm.getParametersByPath({ Path: "/", Recursive: true, ParameterFilters }));
  };
  const SECRETS = ["/app/db/password", "/other/secret"];

  test.each([
    ["Name", ["/app/a"], undefined, ["/app/a"]],
    ["Name", ["app/a", "plain"], "Equals", ["/app/a", "plain"]],
    ["Name", ["/app/db"], "BeginsWith", ["/app/db/password", "/app/db/url"]],
    ["Name", ["l"], "Contains", ["/app/db/url", "/other/list", "plain"]],
    ["Type", ["SecureString"], undefined, SECRETS],
    ["Type", ["StringL"], "BeginsWith", ["/other/list"]],
    ["KeyId", ["alias/mine"], undefined, ["/app/db/password"]],
    ["KeyId", ["alias/"], "BeginsWith", SECRETS],
    ["Path", ["/app"], undefined, ["/app/a", "/app/image"]],
    [
      "Path",
      ["/app/", "/other"],
      "Recursive",
      ["/app/a", ...SECRETS.slice(0, 1), "/app/db/url", "/app/image", "/other/list", "/other/secret"],
    ],
    ["Path", ["/"], "OneLevel", ["plain"]],
    ["Tier", ["Advanced"], undefined, ["/app/db/url"]],
    ["DataType", ["aws:ec2:image"], undefined, ["/app/image"]],
    ["tag:env", ["prod"], undefined, ["/app/a"]],
    ["tag:env", ["te"], "BeginsWith", ["/app/db/url"]],
    ["tag:env", undefined, undefined, ["/app/a", "/app/db/url"]],
  ])("DescribeParameters finds %s %s (%s)", async (key, values, option, expected) => {
    expect(await describeBy(key, values, option)).toEqual(expected);
  });

  test.each([
    ["Type", ["StringList"], undefined, ["/other/list"]],
    ["Type", ["Secure"], "BeginsWith", SECRETS],
    ["KeyId", ["alias/aws/ssm"], undefined, ["/other/secret"]],
  ])("GetParametersByPath finds %s %s (%s)", async (key, values, option, expected) => {
    expect(await byPath(key, values, option)).toEqual(expected);
  });

  test.each([
    ["Name", ["/app/db"], ["/app/db/password", "/app/db/url"]],
    ["Type", ["SecureString"], SECRETS],
    ["KeyId", ["alias/mine"], ["/app/db/password"]],
  ])("the older Filters find %s %s", async (Key, Values, expected) => {
    expect(names(await ssm.describeParameters({ Filters: [{ Key, Values }] }))).toEqual(expected);
  });

  it("all hold at once", async () => {
    const ParameterFilters = [
      { Key: "Path", Option: "Recursive", Values: ["/app"] },
      { Key: "Type", Values: ["SecureString"] },
    ];
    expect(names(await ssm.describeParameters({ ParameterFilters }))).toEqual(["/app/db/password"]);
  });

  it("of DescribeParameters find nothing that others share", async () => {
    expect(names(await ssm.describeParameters({ Shared: true }))).toEqual([]);
  });

  const refused = async (call, ...filter) => {
    const { name, message } = await rejection(() => call(...filter));
    return [name, message];
  };

  const refusals = [
    [describeBy, ["Label", ["x"]], "InvalidFilterKey", "The following filter key is not valid: Label."],
    [
      byPath,
      ["Name", ["x"]],
      "InvalidFilterKey",
      "The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId, Label].",
    ],
    [byPath, ["tag:env", ["x"]], "InvalidFilterKey", "The following filter key is not valid: tag:env."],
    [
      byPath,
      ["Label", ["x"], "BeginsWith"],
      "InvalidFilterOption",
      "The following filter option is not valid: BeginsWith. Valid options include: [Equals].",
    ],
    [
      byPath,
      ["Type", ["String"], "Contains"],
      "InvalidFilterOption",
      "The following filter option is not valid: Contains. Valid options include: [BeginsWith, Equals].",
    ],
    [
      describeBy,
      ["Path", ["/a"], "Equals"],
      "InvalidFilterOption",
      "The following filter option is not valid: Equals.",
    ],
    [
      describeBy,
      ["KeyId"],
      "InvalidFilterValue",
      "The following filter values are missing : null for filter key KeyId.",
    ],
    [
      describeBy,
      ["Type", ["Number"]],
      "InvalidFilterValue",
      "The following filter value is not valid: Number. Valid values include: [String, ",
    ],
    [describeBy, ["Path", ["/aws/x"]], "ValidationException", "Filters for common parameters can't be prefixed with"],
    [describeBy, ["Path", ["x"]], "ValidationException", "The parameter doesn't meet the parameter name requirements."],
    [describeBy, ["Colour", ["x"]], "ValidationException", "1 validation error detected"],
  ].map(([call, filter, code, message]) => [code, message, call, filter]);

  test.each(refusals)("are refused with %s: %s", async (code, message, call, filter) => {
    const [name, text] = await refused(call, ...filter);
    expect([name, text.slice(0, message.length)]).toEqual([code, message]);
  });

  it("come once each, and in one form", async () => {
    const filter = { Key: "Type", Values: ["String"] };
    const twice = () => ssm.describeParameters({ ParameterFilters: [filter, filter] });
    expect((await rejection(twice)).message).toMatch(/^The following filter is duplicated in the request: Type\./);
    const both = () => ssm.describeParameters({ ParameterFilters: [filter], Filters: [filter] });
    expect((await rejection(both)).name).toBe("ValidationException");
  });
});
