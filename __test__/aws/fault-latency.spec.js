const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { fakeTimers, runner } = require("../support/timers.js");
const { until } = require("../support/until.js");

const { useFakeTimers, advance } = fakeTimers();
const START = { InstanceIds: [INSTANCE] };
const isWaiting = () => until(() => runner.getTimerCount() > 0, "the call waits");
const stateOf = async (store) => (await store.getInstance()).state;

beforeEach(() => {
  useFakeTimers("2026-01-29T12:00:00Z");
});

/** A store whose StartInstances takes five seconds longer, and a call of it that is under way. */
async function starting(rule, options) {
  const clients = account({ transitions: { "ec2:pending": 60_000 } }, { maxAttempts: 1 });
  await clients.store.addFault({ action: "ec2:StartInstances", latencyMs: 5000, ...rule });
  const progress = { isDone: false };
  const call = clients.ec2.startInstances(START, options).finally(() => {
    progress.isDone = true;
  });
  call.catch(() => {});
  await isWaiting();
  return { ...clients, store: clients.store, call, progress };
}

test("a latency is waited before the change", async () => {
  const { store, call, progress } = await starting();
  await advance(4999);
  expect([progress.isDone, await stateOf(store)]).toEqual([false, "stopped"]);
  await advance(1);
  await call;
  expect(await stateOf(store)).toBe("pending");
});

test("with after it is waited when the change is there for all to see", async () => {
  const { store, call, progress } = await starting({ after: true });
  expect(await stateOf(store)).toBe("pending");
  await advance(4999);
  expect(progress.isDone).toBe(false);
  await advance(1);
  expect((await call).StartingInstances[0].CurrentState.Name).toBe("pending");
});

test("latencies before and after add up, each on its side", async () => {
  const { store, ec2 } = account();
  await store.addFault({ action: "ec2:*", latencyMs: 1000 });
  await store.addFault({ action: "ec2:StartInstances", latencyMs: 2000, after: true });
  await store.addFault({ action: "*", latencyMs: 4000 });
  let isDone = false;
  const call = ec2.startInstances(START).then(() => {
    isDone = true;
  });
  await isWaiting();
  await advance(4999);
  expect(await stateOf(store)).toBe("stopped");
  await advance(1);
  expect(await stateOf(store)).toBe("pending");
  await advance(1999);
  expect(isDone).toBe(false);
  await advance(1);
  await call;
});

test("an error and a connection come when the latency is over", async () => {
  for (const effect of [{ error: "unavailable" }, { connection: "reset" }]) {
    const { call, progress } = await starting({ ...effect });
    await advance(4999);
    expect(progress.isDone).toBe(false);
    await advance(1);
    await rejection(() => call);
  }
});

test("a client that aborts meanwhile has changed nothing", async () => {
  const controller = new AbortController();
  const { store, call } = await starting({}, { abortSignal: controller.signal });
  controller.abort();
  expect(await rejection(() => call)).toMatchObject({ name: "AbortError" });
  expect(runner.getTimerCount()).toBe(0);
  await advance(10_000);
  expect(await stateOf(store)).toBe("stopped");
});

test("one that aborts after the change has not taken it back", async () => {
  const controller = new AbortController();
  const { store, call } = await starting({ after: true }, { abortSignal: controller.signal });
  controller.abort();
  expect(await rejection(() => call)).toMatchObject({ name: "AbortError" });
  expect(runner.getTimerCount()).toBe(0);
  expect(await stateOf(store)).toBe("pending");
});

test.each([
  ["a latency", { latencyMs: 1e12 }],
  ["a latency after the change", { latencyMs: 1e12, after: true }],
  ["a distribution", { latencyMs: { distribution: "lognormal", median: 1e12, sigma: 0.5 } }],
  ["a connection that breaks later", { latencyMs: 0, connection: "reset", afterMs: 1e12 }],
  ["a timeout", { latencyMs: 0, connection: "timeout", afterMs: Number.MAX_VALUE }],
])("%s that is longer than any timer takes is no shorter", async (_, rule) => {
  const controller = new AbortController();
  const { call, progress } = await starting(rule, { abortSignal: controller.signal });
  await advance(2 ** 31 - 2);
  expect(progress.isDone).toBe(false);
  controller.abort();
  await rejection(() => call);
  expect(runner.getTimerCount()).toBe(0);
});
