const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { fakeTimers, runner } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();
const ACTION = "ec2:StartInstances";

async function storeWith(...rules) {
  const store = new MockStateStore();
  for (const rule of rules) await store.addFault({ action: ACTION, ...rule });
  return store;
}

/** Whether a promise is settled, once everything that need not wait has happened. */
async function isSettled(promise) {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await advance(0);
  return settled;
}

describe("applyFaults", () => {
  it("resolves where there is no fault, with what the change returns", async () => {
    const store = await storeWith();
    expect(await store.applyFaults(ACTION)).toBeUndefined();
    expect(await store.applyFaults(ACTION, undefined, () => 5)).toBe(5);
    expect(await store.applyFaults(ACTION, {}, async () => ({ a: 1 }))).toEqual({ a: 1 });
  });

  it("rejects with an error of this realm as the SDK does", async () => {
    const store = await storeWith({ error: "throttling" });
    const error = await rejection(() => store.applyFaults(ACTION));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "RequestLimitExceeded",
      message: "Request limit exceeded.",
      $fault: "server",
      $metadata: { httpStatusCode: 503, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), attempts: 1 },
    });
  });

  it("rejects with the client's fault where the status says so", async () => {
    const store = await storeWith({ error: { code: "Mine", message: "", statusCode: 418 } });
    const error = await rejection(() => store.applyFaults(ACTION));
    expect(error).toMatchObject({
      name: "Mine",
      message: "UnknownError",
      $fault: "client",
      $metadata: { httpStatusCode: 418 },
    });
  });

  it.each([
    ["reset", "TimeoutError", "ECONNRESET"],
    ["empty", "TimeoutError", "ECONNRESET"],
    ["malformed", "Error", "HPE_INVALID_CONSTANT"],
  ])("rejects with the error of a connection that breaks: %s", async (connection, name, code) => {
    const store = await storeWith({ connection });
    const error = await rejection(() => store.applyFaults(ACTION));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code, $metadata: { attempts: 1 } });
  });

  it("looks at the resource", async () => {
    const store = await storeWith({ resource: "i-1*", error: "internal" });
    await store.applyFaults(ACTION, { resource: "i-2" });
    await store.applyFaults(ACTION);
    expect((await rejection(() => store.applyFaults(ACTION, { resource: "i-12" }))).name).toBe("InternalError");
  });

  it("takes its part of a rule that is for so many calls, and of an operation failure", async () => {
    const store = await storeWith({ error: "internal", times: 1 });
    await store.setOperationFailure("StartInstances", { failNext: true, alwaysFail: false, errorCode: "First" });
    expect((await rejection(() => store.applyFaults(ACTION))).name).toBe("First");
    expect((await rejection(() => store.applyFaults(ACTION))).name).toBe("InternalError");
    await store.applyFaults(ACTION);
  });

  it("runs no change that the fault comes before", async () => {
    const store = await storeWith({ error: "internal" });
    const change = runner.fn();
    await rejection(() => store.applyFaults(ACTION, {}, change));
    expect(change).not.toHaveBeenCalled();
  });

  it("runs the change before what comes after it", async () => {
    for (const effect of [{ error: "internal" }, { connection: "reset" }]) {
      const store = await storeWith({ after: true, ...effect });
      const change = runner.fn();
      await rejection(() => store.applyFaults(ACTION, {}, change));
      expect(change).toHaveBeenCalledTimes(1);
    }
  });

  it("rejects with what the change throws", async () => {
    const store = await storeWith({ after: true, latencyMs: 0 });
    const error = new Error("mine");
    const change = () => {
      throw error;
    };
    expect(await rejection(() => store.applyFaults(ACTION, {}, change))).toBe(error);
  });
});

describe("the waits of applyFaults", () => {
  beforeEach(() => {
    useFakeTimers("2026-01-29T12:00:00Z");
  });

  it("are those of the timers of this realm, before the change and after it", async () => {
    const store = await storeWith({ latencyMs: 1000 }, { latencyMs: 2000, after: true });
    await store.setGlobalLatency(500);
    const change = runner.fn();
    const call = store.applyFaults(ACTION, {}, change);
    await advance(1499);
    expect(change).not.toHaveBeenCalled();
    await advance(1);
    expect(change).toHaveBeenCalledTimes(1);
    await advance(1999);
    expect(await isSettled(call)).toBe(false);
    await advance(1);
    await call;
  });

  it("come before an error", async () => {
    const store = await storeWith({ latencyMs: 1000, error: "internal" });
    const call = store.applyFaults(ACTION);
    call.catch(() => {});
    await advance(999);
    expect(await isSettled(call)).toBe(false);
    await advance(1);
    expect((await rejection(() => call)).name).toBe("InternalError");
  });

  it("are all over before an error is told, as on the wire", async () => {
    const store = await storeWith({ latencyMs: 2000, after: true }, { error: "internal" });
    const change = runner.fn();
    const call = store.applyFaults(ACTION, {}, change);
    call.catch(() => {});
    await advance(1999);
    expect(await isSettled(call)).toBe(false);
    await advance(1);
    expect((await rejection(() => call)).name).toBe("InternalError");
    expect(change).not.toHaveBeenCalled();
  });

  it("end with the signal", async () => {
    const store = await storeWith({ latencyMs: 1000 });
    const controller = new AbortController();
    const change = runner.fn();
    const call = rejection(() => store.applyFaults(ACTION, { signal: controller.signal }, change));
    await advance(500);
    controller.abort();
    const error = await call;
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("AbortError");
    expect(runner.getTimerCount()).toBe(0);
    expect(change).not.toHaveBeenCalled();
  });

  it("do not begin with a signal that is aborted, and nothing is counted", async () => {
    const store = await storeWith({ error: "internal", times: 1 });
    const signal = AbortSignal.abort();
    expect((await rejection(() => store.applyFaults(ACTION, { signal }))).name).toBe("AbortError");
    expect((await rejection(() => store.applyFaults(ACTION))).name).toBe("InternalError");
  });

  it("last for ever with a timeout, without a timer, until the signal is aborted", async () => {
    const store = await storeWith({ connection: "timeout" });
    const controller = new AbortController();
    const call = store.applyFaults(ACTION, { signal: controller.signal });
    call.catch(() => {});
    expect(await isSettled(call)).toBe(false);
    expect(runner.getTimerCount()).toBe(0);
    controller.abort();
    expect((await rejection(() => call)).name).toBe("AbortError");
  });

  it("last as long as a timeout says", async () => {
    const store = await storeWith({ connection: "timeout", afterMs: 3000 });
    const call = store.applyFaults(ACTION);
    call.catch(() => {});
    await advance(2999);
    expect(await isSettled(call)).toBe(false);
    await advance(1);
    expect(await rejection(() => call)).toMatchObject({ name: "TimeoutError", code: "ETIMEDOUT" });
  });
});

describe("arguments of applyFaults", () => {
  it.each([
    ["action", [5]],
    ["action", []],
    ["options", [ACTION, 5]],
    ["options", [ACTION, null]],
    ["resource", [ACTION, { resource: 5 }]],
    ["options.signal", [ACTION, { signal: {} }]],
    ["change", [ACTION, {}, 5]],
  ])("that are wrong are refused: %s", async (name, args) => {
    const store = await storeWith();
    const error = await rejection(() => store.applyFaults(...args));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
    expect(error.message).toContain(`${name}"`);
  });

  it("that cannot be read are refused", async () => {
    const cause = new Error("trap");
    const options = {
      get resource() {
        throw cause;
      },
    };
    const error = await rejection(async () => (await storeWith()).applyFaults(ACTION, options));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: "ERR_INVALID_ARG_VALUE", cause });
  });
});
