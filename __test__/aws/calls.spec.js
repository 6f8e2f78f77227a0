const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const PARAMETER = { Name: "/minecraft/player-count" };

test("a call that succeeded has its output", async () => {
  const { store, ec2 } = account();
  const { $metadata } = await ec2.startInstances({ InstanceIds: [INSTANCE] });
  expect(await store.calls()).toEqual([
    {
      id: $metadata.requestId,
      time: expect.stringMatching(ISO),
      service: "ec2",
      operation: "StartInstances",
      input: { InstanceIds: [INSTANCE] },
      output: {
        StartingInstances: [
          {
            InstanceId: INSTANCE,
            CurrentState: { Code: 0, Name: "pending" },
            PreviousState: { Code: 80, Name: "stopped" },
          },
        ],
      },
      attempt: 1,
      durationMs: expect.any(Number),
      accessKeyId: "mock",
      region: "us-east-1",
      pid: process.pid,
    },
  ]);
});

test("a call that failed has its error", async () => {
  const { store, cloudformation } = account();
  await rejection(() => cloudformation.describeStacks({ StackName: "none" }));
  const [call] = await store.calls();
  expect(call.error).toEqual({
    code: "ValidationError",
    message: "Stack with id none does not exist",
    statusCode: 400,
  });
  expect(call).not.toHaveProperty("output");
  expect(call).not.toHaveProperty("fault");
});

test("a call that cannot be read has an empty input", async () => {
  const { store, ssm } = account();
  await rejection(() => ssm.getParameter({ Name: 5 }));
  expect(await store.calls()).toMatchObject([{ input: {}, error: { code: "SerializationException" } }]);
});

test("region and access key are those of the client", async () => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const { store, sts } = account({}, { region: "eu-central-1", credentials });
  await sts.getCallerIdentity();
  expect(await store.calls()).toMatchObject([{ accessKeyId: "AKIDEXAMPLE", region: "eu-central-1" }]);
  expect(JSON.stringify(await store.calls())).not.toContain("secret");
});

test("the time is the account's", async () => {
  const { store, sts } = account();
  await store.clock.set("2040-01-01T00:00:00.000Z");
  await store.clock.freeze();
  await sts.getCallerIdentity();
  const [{ time }] = await store.calls();
  expect(time).toBe(new Date(store.clock.now()).toISOString());
});

describe("filters", () => {
  const operations = async (store, filter) => (await store.calls(filter)).map(({ operation }) => operation);

  test("choose by service, operation and time", async () => {
    const { store, ssm, sts } = account();
    await store.clock.freeze();
    await sts.getCallerIdentity();
    await store.clock.advance(1000);
    const since = store.clock.now();
    await ssm.getParameter(PARAMETER);
    await rejection(() => ssm.getParameters({ Names: [] }));
    await ssm.getParameters({ Names: ["a"] });
    expect(await operations(store)).toHaveLength(4);
    expect(await operations(store, { service: "sts" })).toEqual(["GetCallerIdentity"]);
    expect(await operations(store, { service: "ssm", operation: "GetParameter" })).toEqual(["GetParameter"]);
    expect(await operations(store, { operation: "GetCallerIdentity", service: "ssm" })).toEqual([]);
    for (const moment of [since, new Date(since), new Date(since).toISOString()]) {
      expect(await operations(store, { since: moment })).toEqual(["GetParameter", "GetParameters", "GetParameters"]);
    }
    expect(await operations(store, { since: since + 1 })).toEqual([]);
  });

  test.each([[{ service: 5 }], [{ operation: {} }], [{ since: "yesterday" }], ["ssm"]])(
    "%j is refused",
    async (filter) => {
      const error = await rejection(() => account().store.calls(filter));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.code).toMatch(/^ERR_INVALID_ARG_/);
    },
  );
});

test("of more calls than callHistoryLimit the oldest go", async () => {
  const { store, ssm } = account({ callHistoryLimit: 3 });
  for (const Name of ["a", "b", "c", "d", "e"]) await ssm.getParameters({ Names: [Name] });
  expect((await store.calls()).map(({ input }) => input.Names[0])).toEqual(["c", "d", "e"]);
});

test("they hold 8 MiB at most, and always the last", async () => {
  const { store, lambda } = account();
  store.onInvoke("f", () => "x".repeat(3 << 20));
  for (let n = 0; n < 5; n++) await lambda.invoke({ FunctionName: "f" });
  const calls = await store.calls();
  expect(calls.length).toBeGreaterThan(0);
  expect(JSON.stringify(calls).length).toBeLessThanOrEqual((8 << 20) + 1000);
});

test("clearCalls forgets them, a reset does not", async () => {
  const { store, sts } = account();
  await sts.getCallerIdentity();
  await store.resetState();
  expect(await store.calls()).toHaveLength(1);
  await store.clearCalls();
  expect(await store.calls()).toEqual([]);
});

test("they are no state", async () => {
  const { store, sts } = account();
  const [state, revision] = [await store.getState(), await store.revision()];
  await sts.getCallerIdentity();
  expect(await store.getState()).toEqual(state);
  expect(await store.revision()).toBe(revision);
});

test("what is returned is the caller's own copy", async () => {
  const { store, ssm } = account();
  await ssm.getParameter(PARAMETER);
  const [call] = await store.calls();
  call.input.Name = "changed";
  expect((await store.calls())[0].input).toEqual(PARAMETER);
});
