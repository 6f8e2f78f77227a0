const { INSTANCE, account, clientsOf } = require("../support/aws.js");
const { startEndpoint } = require("mock-state-store/aws");
const { rejection } = require("../support/errors.js");
const { fakeTimers, runner } = require("../support/timers.js");
const { until } = require("../support/until.js");

const { useFakeTimers, advance } = fakeTimers();
const ONCE = { maxAttempts: 1 };
const START = { InstanceIds: [INSTANCE] };
const isWaiting = () => until(() => runner.getTimerCount() > 0, "the call waits");

/** What StartInstances ends with, in process and at an endpoint, by clients that do not try again. */
async function bothEnds(rule) {
  const { store, ec2 } = account({}, ONCE);
  await store.addFault({ action: "ec2:StartInstances", ...rule });
  const endpoint = await startEndpoint({ store, port: 0 });
  const overHttp = clientsOf(store, { ...ONCE, endpoint: endpoint.url, requestHandler: undefined }).ec2;
  const errors = [];
  for (const client of [ec2, overHttp]) errors.push(await rejection(() => client.startInstances(START)));
  overHttp.destroy();
  await endpoint.close();
  return { store, errors };
}

test.each([
  ["reset", "ECONNRESET", "TimeoutError", "read ECONNRESET"],
  ["empty", "ECONNRESET", "TimeoutError", "socket hang up"],
  ["malformed", "HPE_INVALID_CONSTANT", "Error", expect.stringMatching(/^Parse Error: Expected HTTP\//)],
])("%s is the same to a client in process and to one of the endpoint", async (connection, code, name, message) => {
  const { store, errors } = await bothEnds({ connection });
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    expect({ code: error.code, name: error.name, message: error.message }).toEqual({ code, name, message });
  }
  expect(errors[1].message).toBe(errors[0].message);
  expect((await store.getInstance()).state).toBe("stopped");
  const calls = await store.calls();
  expect(calls).toHaveLength(2);
  for (const call of calls) {
    expect(call.output).toBeUndefined();
    expect(call.error).not.toHaveProperty("statusCode");
  }
});

test("timeout with afterMs is a TimeoutError in both", async () => {
  const { errors } = await bothEnds({ connection: "timeout", afterMs: 20 });
  expect(errors.map(({ name }) => name)).toEqual(["TimeoutError", "TimeoutError"]);
  expect(errors.map(({ code }) => code)).toEqual(["ETIMEDOUT", "ECONNRESET"]);
});

test.each([
  ["reset", 3],
  ["empty", 3],
  ["malformed", 1],
])("the SDK makes of %s as many attempts as it makes of the real one", async (connection, attempts) => {
  const { store, ec2 } = account();
  await store.addFault({ action: "*", connection });
  const error = await rejection(() => ec2.startInstances(START));
  expect(error.$metadata.attempts).toBe(attempts);
  expect((await store.calls()).map(({ attempt }) => attempt)).toEqual([1, 2, 3].slice(0, attempts));
});

test("a connection that is reset once is survived", async () => {
  const { store, ec2 } = account();
  await store.addFault({ action: "ec2:StartInstances", connection: "reset", times: 1 });
  const { $metadata } = await ec2.startInstances(START);
  expect($metadata.attempts).toBe(2);
  expect((await store.getInstance()).state).toBe("pending");
});

describe("a timeout", () => {
  test("is none until the client aborts, and holds no timer", async () => {
    useFakeTimers("2026-01-29T12:00:00Z");
    const { store, ec2 } = account({}, ONCE);
    await store.addFault({ action: "*", connection: "timeout" });
    const controller = new AbortController();
    const call = rejection(() => ec2.startInstances(START, { abortSignal: controller.signal }));
    await until(async () => (await store.calls()).length === 1);
    expect(runner.getTimerCount()).toBe(0);
    controller.abort();
    expect(await call).toMatchObject({ name: "AbortError" });
    expect((await store.getInstance()).state).toBe("stopped");
  });

  test("ends with the client's requestTimeout", async () => {
    useFakeTimers("2026-01-29T12:00:00Z");
    const { store, ec2 } = account({}, ONCE);
    await store.addFault({ action: "*", connection: "timeout", after: true });
    const call = rejection(() => ec2.startInstances(START, { requestTimeout: 3000 }));
    await isWaiting();
    await advance(3000);
    expect(await call).toMatchObject({ name: "TimeoutError", code: "ETIMEDOUT" });
    // The call has not failed for the account.
    expect((await store.getInstance()).state).toBe("running");
  });

  test("with afterMs comes then, by the timers of this realm", async () => {
    useFakeTimers("2026-01-29T12:00:00Z");
    const { store, ec2 } = account({}, ONCE);
    await store.addFault({ action: "*", connection: "timeout", afterMs: 3000 });
    let error;
    const call = rejection(() => ec2.startInstances(START)).then((rejected) => {
      error = rejected;
    });
    await isWaiting();
    await advance(2999);
    expect(error).toBeUndefined();
    await advance(1);
    await call;
    expect(error).toMatchObject({
      name: "TimeoutError",
      code: "ETIMEDOUT",
      message: expect.stringContaining("3000 ms"),
    });
  });

  test("at an endpoint lasts until the client goes away, and does not hold close() up", async () => {
    const { store } = account();
    await store.addFault({ action: "*", connection: "timeout" });
    const endpoint = await startEndpoint({ store, port: 0 });
    const { ec2 } = clientsOf(store, { ...ONCE, endpoint: endpoint.url, requestHandler: undefined });
    const controller = new AbortController();
    const left = rejection(() => ec2.startInstances(START, { abortSignal: controller.signal }));
    const hanging = rejection(() => ec2.startInstances(START));
    await until(async () => (await store.calls()).length === 2);
    controller.abort();
    expect(await left).toMatchObject({ name: "AbortError" });
    await endpoint.close();
    expect(await hanging).toMatchObject({ code: "ECONNRESET" });
    ec2.destroy();
  });
});
