const { INSTANCE, account } = require("../support/aws.js");
const { crew } = require("../support/crew.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { fakeTimers, runner } = require("../support/timers.js");
const { until } = require("../support/until.js");

const folder = useFolder();
const { useFakeTimers, advance } = fakeTimers();

const ONCE = { maxAttempts: 1 };
const PARAMETER = { Name: "/minecraft/player-count" };
const failNext = { failNext: true, alwaysFail: false, errorCode: "Throttling" };

test.each(["StartInstances", "ec2:StartInstances"])(
  "an entry %s fails that call, and nothing is changed",
  async (name) => {
    const { store, ec2 } = account({}, ONCE);
    const failure = {
      failNext: true,
      alwaysFail: false,
      errorCode: "InsufficientInstanceCapacity",
      errorMessage: "None.",
    };
    await store.setOperationFailure(name, failure);
    const before = await store.getInstance();
    const error = await rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE] }));
    expect(error).toMatchObject({
      name: "InsufficientInstanceCapacity",
      message: "None.",
      $metadata: { httpStatusCode: 500 },
    });
    expect(await store.getInstance()).toEqual(before);
    expect(await store.calls()).toMatchObject([{ operation: "StartInstances", fault: name }]);
  },
);

test("an entry of another service, or of another operation, fails nothing", async () => {
  const { store, ec2 } = account({}, ONCE);
  await store.setOperationFailure("ssm:StartInstances", failNext);
  await store.setOperationFailure("startInstances", failNext);
  await ec2.startInstances({ InstanceIds: [INSTANCE] });
});

test("failNext fails one call, alwaysFail all until it is cleared", async () => {
  const { store, ssm } = account({}, ONCE);
  await store.setOperationFailure("GetParameter", failNext);
  expect((await rejection(() => ssm.getParameter(PARAMETER))).name).toBe("Throttling");
  await ssm.getParameter(PARAMETER);
  await store.setOperationFailure("GetParameter", { failNext: false, alwaysFail: true });
  for (const _ of [1, 2]) {
    const error = await rejection(() => ssm.getParameter(PARAMETER));
    expect(error).toMatchObject({ name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
  }
  await store.clearOperationFailure("GetParameter");
  await ssm.getParameter(PARAMETER);
});

test.each([
  ["AWS's constraints", {}],
  ["what can be read", { Name: 5 }],
])("a failure decides before %s", async (_, input) => {
  const { store, ssm } = account({}, ONCE);
  await store.setOperationFailure("GetParameter", failNext);
  expect((await rejection(() => ssm.getParameter(input))).name).toBe("Throttling");
  expect((await rejection(() => ssm.getParameter(input))).name).not.toBe("Throttling");
});

test("failNext is taken by exactly one of many concurrent calls", async () => {
  const { store, ssm } = account({}, ONCE);
  await store.setOperationFailure("GetParameter", failNext);
  const calls = Array.from({ length: 50 }, () => ssm.getParameter(PARAMETER));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
});

test.each(["processes", "threads"])("failNext is taken by exactly one of many calls of several %s", async (kind) => {
  const { store } = account({ enablePersistence: true, persistencePath: folder("state.json") });
  const name = { processes: "GetParameter", threads: "ssm:GetParameter" }[kind];
  await store.setOperationFailure(name, failNext);
  const failures = await crew(
    kind,
    folder(),
    callALot,
    Array(3).fill([folder("state.json"), require.resolve("../support/aws.js")]),
  );
  expect(failures.flat()).toEqual(["Throttling"]);
  expect(await store.getOperationFailure(name)).toBeUndefined();
  await store.close();
});

async function callALot(_module, barrier, persistencePath, helper) {
  const { store, ssm } = require(helper).account({ enablePersistence: true, persistencePath }, { maxAttempts: 1 });
  await store.getParameter("");
  await barrier("open");
  const calls = Array.from({ length: 20 }, () => ssm.getParameter({ Name: "/minecraft/player-count" }));
  const outcomes = await Promise.allSettled(calls);
  await store.close();
  return outcomes.flatMap(({ reason }) => reason?.name ?? []);
}

describe("globalLatencyMs", () => {
  const isWaiting = () => until(() => runner.getTimerCount() > 0, "the call waits");

  test("is waited for also where no timer takes that long", async () => {
    const { store, ec2 } = account();
    await store.setGlobalLatency(2 ** 31);
    const controller = new AbortController();
    const call = ec2.describeInstances({}, { abortSignal: controller.signal });
    await new Promise(setImmediate);
    setTimeout(() => controller.abort(), 20);
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });

  test("is waited by the timers of this realm, before the change", async () => {
    useFakeTimers("2026-01-29T12:00:00Z");
    const { store, ec2 } = account();
    await store.setGlobalLatency(5000);
    let isDone = false;
    const call = ec2.startInstances({ InstanceIds: [INSTANCE] }).then(() => {
      isDone = true;
    });
    await isWaiting();
    await advance(4999);
    expect([isDone, (await store.getInstance()).state]).toEqual([false, "stopped"]);
    await advance(1);
    await call;
    expect((await store.getInstance()).state).toBe("pending");
  });

  test("shows in the record of the call", async () => {
    const { store, ssm } = account();
    await store.setGlobalLatency(20);
    await ssm.getParameter(PARAMETER);
    const [{ durationMs }] = await store.calls();
    expect(durationMs).toBeGreaterThanOrEqual(19);
    expect(durationMs).toBeLessThan(5000);
  });

  test("ends where the caller aborts: nothing is changed, and no timer is left", async () => {
    useFakeTimers("2026-01-29T12:00:00Z");
    const { store, ec2 } = account();
    await store.setGlobalLatency(5000);
    const controller = new AbortController();
    const call = rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE] }, { abortSignal: controller.signal }));
    await isWaiting();
    controller.abort();
    expect((await call).name).toBe("AbortError");
    expect(runner.getTimerCount()).toBe(0);
    expect((await store.getInstance()).state).toBe("stopped");
    expect(await store.calls()).toEqual([]);
  });

  test("holds for a call that fails too, whose failure is taken at once, and none after clearAllFailures", async () => {
    useFakeTimers("2026-01-29T12:00:00Z");
    const { store, ssm } = account({}, ONCE);
    await store.setGlobalLatency(5000);
    await store.setOperationFailure("GetParameter", failNext);
    const call = rejection(() => ssm.getParameter(PARAMETER));
    await isWaiting();
    expect(await store.getOperationFailure("GetParameter")).toBeUndefined();
    await advance(5000);
    expect((await call).name).toBe("Throttling");
    await store.clearAllFailures();
    await ssm.getParameter(PARAMETER);
  });
});
