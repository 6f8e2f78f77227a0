const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");
const { INSTANCE } = require("../support/aws.js");
const { send, useEndpoints } = require("../support/endpoints.js");

const start = useEndpoints();

const FORM = "application/x-www-form-urlencoded; charset=utf-8";
const VERSIONS = { ec2: "2016-11-15", sts: "2011-06-15", cloudformation: "2010-05-15", ses: "2010-12-01" };
const TARGETS = { ssm: "AmazonSSM", ce: "AWSInsightsIndexService" };

const form = (service, body, type = FORM) => ({ service, headers: { "content-type": type }, body });
const action = (service, name, rest = "") =>
  form(service, bytes(`Action=${name}&Version=${VERSIONS[service]}`, rest && "&", rest));
const target = (service, name, body, type = "application/x-amz-json-1.1") => ({
  service,
  headers: { "content-type": type, "x-amz-target": `${TARGETS[service] ?? service}.${name}` },
  body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
});
const invoke = (body, name = "f") => ({ service: "lambda", path: `/2015-03-31/functions/${name}/invocations`, body });
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const nested = (open, close, inner = "") => open.repeat(10_000) + inner + close.repeat(10_000);

const LONG = "a".repeat(3000);
const [MALFORMED, SERIALIZATION] = ["MalformedQueryString", "SerializationException"];
const [PARAMETER, VALIDATION] = ["InvalidParameterValue", "ValidationException"];
const NO_FORM = [Buffer.from([0x25, 0x25, 0, 0xff])];
const NOT_UTF8 = [0xff, 0xfe];

/** What is sent, with the status and the code that are answered. */
const CASES = {
  "an unknown action": [
    [action("ec2", "Frobnicate"), 400, "InvalidAction", /DescribeInstances/],
    [action("sts", "Frobnicate"), 400, "InvalidAction", /GetCallerIdentity/],
    [action("cloudformation", "Frobnicate"), 400, "InvalidAction", /DescribeStacks/],
    [action("ses", "Frobnicate"), 400, "InvalidAction", /SendEmail/],
    [target("ssm", "Frobnicate", {}), 400, "UnknownOperationException", /GetParameter/],
    [target("ce", "Frobnicate", {}), 400, "UnknownOperationException", /GetCostAndUsage/],
  ],
  "an unknown service": [
    [form("iam", "Action=ListUsers&Version=2010-05-08"), 400, "UnknownServiceException", /ec2, ssm/],
    [target("DynamoDB_20120810", "ListTables", {}), 400, "UnknownServiceException", /ec2, ssm/],
  ],
  "a missing member": [
    [action("ec2", "AttachVolume"), 400, "MissingParameter"],
    [action("cloudformation", "CreateStack"), 400, "ValidationError", /'stackName'/],
    [action("ses", "SendEmail"), 400, "ValidationError", /^3 validation errors detected/],
    [target("ssm", "GetParameter", {}), 400, VALIDATION, /'name'/],
    [target("ce", "GetCostAndUsage", {}), 400, VALIDATION, /'timePeriod'/],
  ],
  "a wrong type": [
    [action("ec2", "DescribeInstances", "MaxResults=many"), 400, PARAMETER, /MaxResults/],
    [action("ec2", "StartInstances", `InstanceId.1=${INSTANCE}&DryRun=maybe`), 400, PARAMETER, /DryRun/],
    [action("ec2", "StartInstances", "InstanceId.-1=i-1"), 400, PARAMETER],
    [action("cloudformation", "CreateStack", "StackName=a&TimeoutInMinutes=soon"), 400, "MalformedInput"],
    [target("ssm", "GetParameter", { Name: 5 }), 400, SERIALIZATION],
    [target("ssm", "GetParameter", []), 400, SERIALIZATION],
    [target("ssm", "GetParameters", { Names: "a" }), 400, SERIALIZATION],
    [target("ssm", "DescribeParameters", '{"MaxResults":1.5}'), 400, SERIALIZATION],
    [target("ssm", "DescribeParameters", '{"MaxResults":1e400}'), 400, SERIALIZATION],
    [target("ssm", "DescribeParameters", '{"MaxResults":99999999999999999999}'), 400, SERIALIZATION],
    [target("ce", "GetCostAndUsage", { TimePeriod: "today" }), 400, SERIALIZATION],
  ],
  "what is too long": [
    [target("ssm", "GetParameter", { Name: LONG }), 400, VALIDATION, /2048/],
    [action("cloudformation", "DescribeStacks", `NextToken=${LONG}`), 400, "ValidationError", /1024/],
    [invoke("{}", LONG), 400, VALIDATION],
  ],
  "an unknown name of a filter": [
    [action("ec2", "DescribeInstances", "Filter.1.Name=colour&Filter.1.Value.1=red"), 400, PARAMETER, /'colour'/],
    [target("ssm", "DescribeParameters", { ParameterFilters: [{ Key: "Colour", Values: ["red"] }] }), 400, VALIDATION],
  ],
  garbage: [
    [form("ec2", ...NO_FORM), 404, MALFORMED],
    [form("sts", ...NO_FORM), 404, MALFORMED],
    [target("ssm", "GetParameter", Buffer.from([0, 255, 1, 254])), 400, SERIALIZATION],
    [target("ssm", "GetParameter", "garbage"), 400, SERIALIZATION],
    [target("ssm", "GetParameter", "null"), 400, SERIALIZATION],
    [target("ce", "GetCostAndUsage", "}{"), 400, SERIALIZATION],
    [invoke("{garbage"), 400, "InvalidRequestContentException"],
  ],
  "what is cut off": [
    [action("ec2", "StartInstances", "InstanceId.1=i-mock%"), 404, MALFORMED],
    [action("ec2", "StartInstances", "InstanceId.1=i-mock%f"), 404, MALFORMED],
    [target("ssm", "GetParameter", '{"Name":"/a'), 400, SERIALIZATION],
    [invoke('{"a":'), 400, "InvalidRequestContentException"],
  ],
  "invalid UTF-8": [
    [action("ec2", "StartInstances", "InstanceId.1=%ff%fe"), 404, MALFORMED],
    [action("sts", "GetCallerIdentity", bytes("x=", NOT_UTF8)), 404, MALFORMED],
    [target("ssm", "GetParameter", bytes('{"Name":"', NOT_UTF8, '"}')), 400, SERIALIZATION],
    [invoke(bytes('"', NOT_UTF8, '"')), 400, "InvalidRequestContentException"],
    [invoke("{}", "%ff%fe"), 400, SERIALIZATION],
  ],
  "a wrong content type": [
    [target("ssm", "GetParameter", { Name: "/a" }, "text/plain"), 400, "UnknownOperationException"],
    [target("ssm", "GetParameter", { Name: "/a" }, FORM), 400, "UnknownOperationException"],
  ],
  "nesting 10,000 deep": [
    [target("ssm", "GetParameter", nested("[", "]")), 400, SERIALIZATION],
    [target("ssm", "GetParameter", nested('{"Name":', "}", "1")), 400, SERIALIZATION],
    [target("ssm", "GetParameter", `{"Name":"/a","x":${nested("[", "]")}}`), 400, SERIALIZATION],
    [target("ce", "GetCostAndUsage", `{"Filter":${nested('{"Not":', "}", "{}")}}`), 400, SERIALIZATION],
    [action("ec2", "DescribeInstances", `${"Filter.1.".repeat(10_000)}Name=x`), 400, PARAMETER],
    [action("cloudformation", "CreateStack", `StackName=a&${"Tags.member.".repeat(10_000)}=x`), 400, "MalformedInput"],
  ],
};

const isSigned = [true, false];
const cases = Object.entries(CASES).flatMap(([what, list]) => list.map((one) => [what, one[0].service, one]));

describe.each(isSigned)("signed: %s", (signed) => {
  test.each(cases)("%s for %s", async (_what, _service, [request, status, code, message = /./]) => {
    const store = new MockStateStore();
    store.onInvoke("f", () => "answer");
    const endpoint = await start({ store });
    const state = await store.getState();
    const answer = await send(endpoint, signed ? sign(request) : request);
    const seen = errorOf(answer);
    expect([answer.status, seen.code]).toEqual([status, code]);
    expect(seen.message).toMatch(message);
    expect(answer.text).not.toMatch(/panicked|\.rs\b|\.js:\d|\n\s+at /);
    expect(await store.getState()).toEqual(state);
    expect((await send(endpoint, sign(action("sts", "GetCallerIdentity")))).status).toBe(200);
  });
});

test("a request that names nothing that there is", async () => {
  const endpoint = await start();
  const answers = [
    await send(endpoint, { method: "GET" }),
    await send(endpoint, { headers: { "content-type": FORM } }),
    await send(endpoint, sign({ service: "s3", method: "GET", path: "/bucket/key" })),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toEqual({ code: "UnknownServiceException", message: expect.stringContaining("ec2, ssm") });
  }
});

test("a path that Lambda does not have", async () => {
  const answer = await send(await start(), sign({ service: "lambda", method: "GET", path: "/2015-03-31/frobnicate" }));
  expect([answer.status, errorOf(answer).code]).toEqual([404, "UnknownOperationException"]);
});

test("a payload that is nested 10,000 deep is one", async () => {
  const store = new MockStateStore();
  store.onInvoke("f", (payload) => payload.length);
  const { status, text } = await send(await start({ store }), sign(invoke(nested("[", "]"))));
  expect([status, text]).toEqual([200, "1"]);
});

test("a hundred megabytes, in process", async () => {
  const { requestHandler } = awsClientConfig(new MockStateStore());
  const value = "a".repeat(100 * 1024 * 1024);
  const ask = async ({ headers, body }) => {
    const { response } = await requestHandler.handle({ method: "POST", path: "/", headers, body });
    return { status: response.statusCode, headers: response.headers, text: Buffer.from(response.body).toString() };
  };
  const parameter = { Name: "/a", Value: value, Type: "String" };
  const put = await ask(target("ssm", "PutParameter", parameter));
  expect([put.status, errorOf(put).code]).toEqual([400, VALIDATION]);
  const describe_ = await ask(action("ec2", "DescribeInstances", `InstanceId.1=${value}`));
  expect([describe_.status, errorOf(describe_).code]).toEqual([400, "InvalidInstanceID.Malformed"]);
});

/** The code and the text of an error, in the form of the service's protocol. */
function errorOf({ headers, text }) {
  if (text.startsWith("{")) {
    const { __type, message, Message } = JSON.parse(text);
    return { code: headers["x-amzn-errortype"] ?? __type, message: message ?? Message };
  }
  const [, code, message] = /<Error>.*<Code>(.*)<\/Code>\s*<Message>(.*)<\/Message>.*<\/Error>/s.exec(text) ?? [];
  return { code, message };
}

function sign(request) {
  const scope = `AKID/20260129/us-east-1/${request.service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
  return { ...request, headers: { ...request.headers, authorization } };
}
