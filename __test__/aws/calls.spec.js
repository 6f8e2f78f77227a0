const { INSTANCE, account, clientsOf } = require("../support/aws.js");
const { runInChild } = require("../support/child.js");
const { crew } = require("../support/crew.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { MockStateStore } = require("mock-state-store");

const folder = useFolder();
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
    await ssm.getParameters({ Names: [] }).catch(() => {});
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

describe("the value of a SecureString", () => {
  test("is masked in what was put, got and listed", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a/b", Value: "hush", Type: "SecureString" });
    await ssm.putParameter({ Name: "/a/b", Value: "hush again", Overwrite: true });
    for (const WithDecryption of [true, false]) {
      await ssm.getParameter({ Name: "/a/b", WithDecryption });
      await ssm.getParameters({ Names: ["/a/b"], WithDecryption });
      await ssm.getParametersByPath({ Path: "/a", WithDecryption });
      await ssm.getParameterHistory({ Name: "/a/b", WithDecryption });
    }
    const calls = await store.calls();
    expect(calls).toHaveLength(10);
    expect(JSON.stringify(calls)).not.toContain("hush");
    expect(calls[2].output.Parameter).toMatchObject({ Type: "SecureString", Value: "***" });
  });

  test("is masked where the call fails", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a", Value: "hush", Type: "SecureString" });
    const repeated = { Name: "/a", Value: "hush", Type: "SecureString" };
    await rejection(() => ssm.putParameter(repeated));
    await rejection(() => ssm.putParameter({ ...repeated, Type: undefined }));
    await rejection(() => ssm.putParameter({ ...repeated, Value: "hush".repeat(3000), Overwrite: true }));
    await rejection(() => ssm.putParameter({ Name: "/b", Value: "hush", Type: "SecureSting" }));
    await store.setOperationFailure("PutParameter", {
      failNext: true,
      alwaysFail: false,
      errorCode: "ValidationException",
    });
    await rejection(() => ssm.putParameter({ ...repeated, Overwrite: true }));
    const calls = await store.calls();
    expect(calls).toHaveLength(6);
    expect(JSON.stringify(calls)).not.toContain("hush");
  });

  test("is masked where the parameter was addressed by its ARN", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a", Value: "one", Type: "SecureString" });
    const { Parameter } = await ssm.getParameter({ Name: "/a" });
    await ssm.putParameter({ Name: Parameter.ARN, Value: "hush", Overwrite: true }).catch(() => {});
    expect(JSON.stringify(await store.calls())).not.toContain("hush");
  });

  test("is not masked in the account", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a", Value: "hush", Type: "SecureString" });
    expect(await store.getParameter("/a")).toBe("hush");
  });
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

describe("beside a file", () => {
  const options = () => ({ enablePersistence: true, persistencePath: folder("state.json") });

  test.each(["processes", "threads"])("other %s see them, in one order", async (kind) => {
    const { store, sts } = account(options());
    await sts.getCallerIdentity();
    const arguments_ = [folder("state.json"), require.resolve("../support/aws.js")];
    const seen = await crew(kind, folder(), callAndLook, Array(3).fill(arguments_));
    const own = (await store.calls()).map(({ id }) => id);
    expect(own).toHaveLength(4);
    for (const { ids, pid } of seen) {
      expect(ids).toEqual(own);
      expect(pid === process.pid).toBe(kind === "threads");
    }
    await store.close();
  });

  async function callAndLook(_module, barrier, persistencePath, helper) {
    const { store, sts } = require(helper).account({ enablePersistence: true, persistencePath });
    await sts.getCallerIdentity();
    await barrier("called");
    const ids = (await store.calls()).map(({ id }) => id);
    await barrier("looked");
    await store.close();
    return { ids, pid: process.pid };
  }

  test("another process clears them", async () => {
    const { store, sts } = account(options());
    await sts.getCallerIdentity();
    const clear = async ({ MockStateStore }, persistencePath) => {
      const other = new MockStateStore({ enablePersistence: true, persistencePath });
      await other.clearCalls();
      await other.close();
    };
    expect((await runInChild(clear, [folder("state.json")])).code).toBe(0);
    expect(await store.calls()).toEqual([]);
    await store.close();
  });

  test("they are gone with the last process", async () => {
    const first = account(options());
    await first.sts.getCallerIdentity();
    const second = clientsOf(new MockStateStore(options()));
    expect(await second.store.calls()).toHaveLength(1);
    await first.store.close();
    expect(await second.store.calls()).toHaveLength(1);
    await second.store.close();
    const { store } = account(options());
    expect(await store.calls()).toEqual([]);
    await store.close();
  });
});
