const { IMAGE, INSTANCE } = require("../support/aws.js");
const { useEndpoint } = require("../support/python.js");

const start = useEndpoint();
const GET = ["ssm", "get_parameter", { Name: "/minecraft/player-count" }];
const START = ["ec2", "start_instances", { InstanceIds: [INSTANCE] }];
const INVOKE = ["lambda", "invoke", { FunctionName: "f" }];
const IDENTIFY = ["sts", "get_caller_identity", {}];
const STACKS = ["cloudformation", "describe_stacks", {}];
const ONCE = { retries: { total_max_attempts: 1 } };
const STANDARD = { retries: { mode: "standard" } };

const outcomes = async (script, calls, config) =>
  (await script("faults.py", JSON.stringify(calls), JSON.stringify(config))).outcomes;

test.each([
  [
    "throttling",
    [
      ["ThrottlingException", 400],
      ["RequestLimitExceeded", 503],
      ["TooManyRequestsException", 429],
      ["Throttling", 400],
    ],
  ],
  [
    "unavailable",
    [
      ["ServiceUnavailable", 503],
      ["Unavailable", 503],
      ["ServiceUnavailable", 503],
      ["ServiceUnavailable", 503],
    ],
  ],
  [
    "internal",
    [
      ["InternalServerError", 500],
      ["InternalError", 500],
      ["ServiceException", 500],
      ["InternalFailure", 500],
    ],
  ],
  [
    "access-denied",
    [
      ["AccessDeniedException", 400],
      ["UnauthorizedOperation", 403],
      ["AccessDeniedException", 403],
      ["AccessDenied", 403],
    ],
  ],
])("boto3 reads the error %s in the words of the service", async (error, expected) => {
  const { store, script } = await start();
  await store.addFault({ action: "*", error });
  const seen = await outcomes(script, [GET, START, INVOKE, STACKS], ONCE);
  expect(seen.map(([code, status]) => [code, status])).toEqual(expected);
});

test("boto3 reads the error capacity of EC2", async () => {
  const { store, script } = await start();
  await store.addFault({ action: "ec2:RunInstances", error: "capacity" });
  const run = ["ec2", "run_instances", { ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceType: "t3.micro" }];
  expect(await outcomes(script, [run], ONCE)).toEqual([["InsufficientInstanceCapacity", 500, 0]]);
});

test.each(["throttling", "unavailable", "internal"])("boto3 survives %s by its own retries", async (error) => {
  const { store, script } = await start();
  store.onInvoke("f", () => "answer");
  const actions = ["ssm:GetParameter", "ec2:StartInstances", "lambda:Invoke", "sts:*", "cloudformation:*"];
  for (const action of actions) await store.addFault({ action, error, times: 1 });
  const calls = [GET, START, INVOKE, IDENTIFY, STACKS];
  expect(await outcomes(script, calls, STANDARD)).toEqual(calls.map(() => ["answered", 1]));
});

test("boto3 does not try access-denied again", async () => {
  const { store, script } = await start();
  await store.addFault({ action: "*", error: "access-denied" });
  expect(await outcomes(script, [START], STANDARD)).toEqual([["UnauthorizedOperation", 403, 0]]);
  expect(await store.calls()).toHaveLength(1);
});

describe.each(["reset", "empty", "malformed"])("a connection that breaks: %s", (connection) => {
  test("is survived by boto3's own retries", async () => {
    const { store, script } = await start();
    await store.addFault({ action: "*", connection, times: 2 });
    expect(await outcomes(script, [GET, START], STANDARD)).toEqual([
      ["answered", 2],
      ["answered", 0],
    ]);
    expect((await store.calls({ operation: "GetParameter" })).map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  test("is ConnectionClosedError when the attempts are used up", async () => {
    const { store, script } = await start();
    await store.addFault({ action: "*", connection });
    expect(await outcomes(script, [GET], STANDARD)).toEqual([["ConnectionClosedError"]]);
    expect(await store.calls()).toHaveLength(3);
  });
});

test.each([
  ["three attempts by default", {}, 3],
  ["five attempts in the mode legacy", { retries: { mode: "legacy" } }, 5],
])("boto3 makes %s", async (_, config, attempts) => {
  const { store, script } = await start();
  await store.addFault({ action: "*", connection: "reset", times: attempts - 1 });
  expect(await outcomes(script, [GET], config)).toEqual([["answered", attempts - 1]]);
  await store.addFault({ action: "*", connection: "reset" });
  expect(await outcomes(script, [GET], config)).toEqual([["ConnectionClosedError"]]);
  expect(await store.calls()).toHaveLength(2 * attempts);
});

test("a timeout is boto3's own", async () => {
  const { store, script } = await start();
  await store.addFault({ action: "*", connection: "timeout" });
  expect(await outcomes(script, [GET], { ...STANDARD, read_timeout: 0.2 })).toEqual([["ReadTimeoutError"]]);
  expect(await store.calls()).toHaveLength(3);
});

test("aws survives a connection that is reset, and shows an error by its code", async () => {
  const { store, aws } = await start();
  await store.addFault({ action: "sts:*", connection: "reset", times: 1 });
  expect(await aws("sts", "get-caller-identity")).toMatchObject({ code: 0, json: { Account: "123456789012" } });
  await store.addFault({ action: "ec2:*", error: "access-denied" });
  const denied = await aws("ec2", "start-instances", "--instance-ids", INSTANCE);
  expect(denied.code).toBeGreaterThan(0);
  expect(denied.stderr).toContain("(UnauthorizedOperation)");
});
