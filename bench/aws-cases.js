"use strict";

/* The measured cases of the account on the wire and in time. */

const { repeated } = require("./aws-account.js");
const { serveMemory, serveStart, serveThroughput } = require("./serve-measurements.js");

/** @typedef {InstanceType<typeof import("./aws-account.js").AwsAccount>} AwsAccount */
/** @import { Group, Call } from "./cases.js" */
/** @typedef {(account: AwsAccount) => () => Promise<unknown>} AwsCall */

const NAME = "/minecraft/player-count";

/** @type {Record<string, any>} */
const SDK_CALLS = {
  GetParameter: (/** @type {AwsAccount} */ account) => () => account.getParameter(NAME),
  PutParameter: (/** @type {AwsAccount} */ account) => () => account.putParameter("/bench/value", "7"),
  DescribeInstances: (/** @type {AwsAccount} */ account) => () => account.describeInstances(),
};

/** @type {Record<string, any>} */
const DISPATCHED = {
  GetParameter: (/** @type {AwsAccount} */ account) => repeated(SDK_CALLS.GetParameter(account)),
  DescribeInstances: (/** @type {AwsAccount} */ account) => repeated(SDK_CALLS.DescribeInstances(account)),
};

/** @type {Record<string, any>} */
const PAGE_OF_INSTANCES = {
  "DescribeInstances, a page of 100": (/** @type {AwsAccount} */ account) => page(account, 100),
  "DescribeInstances, a page of 1,000": (/** @type {AwsAccount} */ account) => page(account, 1000),
};

/** @type {Record<string, any>} */
const PAGE_OF_PARAMETERS = {
  "GetParametersByPath, a page": (/** @type {AwsAccount} */ account) =>
    repeated(() => account.getParametersByPath("/app")),
};

/**
 * @param {AwsAccount} account with 1,000 instances
 * @param {number} size
 */
function page(account, size) {
  const call = repeated(() => account.describeInstances(size));
  const prepared = repeated(() => account.runInstances(1000));
  /** @type {Promise<unknown> | undefined} */
  let instances;
  return async () => {
    instances ??= hasInstances(account) ? Promise.resolve() : prepared();
    await instances;
    return call();
  };
}

/** @type {WeakSet<AwsAccount>} */
const filled = new WeakSet();

/** @param {AwsAccount} account */
function hasInstances(account) {
  const isFilled = filled.has(account);
  filled.add(account);
  return isFilled;
}

/** @type {Record<string, any>} */
const TIME_CALLS = {
  setParameter: (/** @type {any} */ store) => () => store.setParameter(NAME, "7"),
  setInstance: (/** @type {any} */ store) => () => store.setInstance({ hasVolume: true }),
};

/** The time of an advance over as many scheduled changes. @param {any} store */
async function advance(store) {
  for (let index = 0; index < 10_000; index++) await store.schedule(1000 + index, { instance: { hasVolume: true } });
  const start = performance.now();
  await store.clock.advance(20_000);
  const time = performance.now() - start;
  if ((await store.scheduled()).length > 0) throw new Error("Some changes are left");
  return time * 1e6;
}

/** @type {Record<string, Group>} */
const AWS_GROUPS = {
  "AWS SDK, in process": { kind: "sdk", base: "sdk, fixed bytes", warmUp: 1500, calls: SDK_CALLS },
  "AWS SDK, over HTTP": { kind: "sdk, http", base: "sdk", warmUp: 1500, calls: SDK_CALLS },
  dispatcher: { kind: "dispatcher", base: "sdk, fixed bytes", warmUp: 1000, calls: DISPATCHED },
  "dispatcher, 1,000 instances": { kind: "dispatcher", base: "sdk, fixed bytes", calls: PAGE_OF_INSTANCES },
  "dispatcher, 100,000 parameters": {
    kind: "dispatcher",
    base: "sdk, fixed bytes",
    parameters: 100_000,
    calls: PAGE_OF_PARAMETERS,
  },
  "dispatcher, 100 faults": { kind: "dispatcher, 100 faults", base: "dispatcher", warmUp: 1000, calls: DISPATCHED },
  serve: {
    kind: "serve",
    base: "http, fixed bytes",
    repeats: 5,
    isMedian: true,
    measurements: { start: serveStart, "time per request": serveThroughput },
  },
  "serve, memory": { kind: "serve", base: "http, fixed bytes", repeats: 1, measurements: { "at rest": serveMemory } },
  "10,000 scheduled changes": { kind: "memory, scheduled", base: "memory", calls: TIME_CALLS },
  "10,000 due changes": { kind: "memory", base: "memory", repeats: 3, measurements: { advance } },
};

module.exports = { AWS_GROUPS };
