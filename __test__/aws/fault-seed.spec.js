const { IMAGE, account } = require("../support/aws.js");
const { runInChild } = require("../support/child.js");

const FROZEN = "2100-01-01T12:00:00.000Z";

/** Calls with faults on an account with a seed, and resolves to the records of the calls. */
async function run(_module, helper, frozen, seed) {
  const { IMAGE, account } = require(helper);
  const { store, ec2, ssm } = account({ seed }, { maxAttempts: 1 });
  await store.clock.freeze();
  await store.clock.set(frozen);
  await store.setParameter("/b", "x");
  const latencyMs = { distribution: "lognormal", median: 2, sigma: 1, max: 20 };
  await store.addFault({ id: "slow", action: "*", probability: 0.5, latencyMs });
  await store.addFault({ id: "flaky", action: "ssm:*", probability: 0.3, error: "internal" });
  await store.addFault({ id: "late", action: "ec2:RunInstances", probability: 0.5, after: true, error: "unavailable" });
  const position = async () => (await store.getState()).random.position;
  // The calls of a round come one after the other, but wait and end at the same time.
  const begin = async (call) => {
    const before = await position();
    const answer = call().catch(() => undefined);
    while ((await position()) === before) await new Promise(setImmediate);
    return { answer };
  };
  for (let i = 0; i < 10; i++) {
    const begun = [
      await begin(() => ssm.putParameter({ Name: "/a", Value: "x", Type: "String", Overwrite: true })),
      await begin(() => ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 2, ClientToken: `${i}` })),
      await begin(() => ssm.getParameter({ Name: "/b" })),
    ];
    await Promise.all(begun.map(({ answer }) => answer));
  }
  return store.calls();
}

/** What a run has to repeat. Calls are recorded as they end, which is a matter of timers. */
function repeatable(calls) {
  const lines = calls.map(({ durationMs, pid, ...call }) => call);
  return lines.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const helper = require.resolve("../support/aws.js");

test("the same seed and calls give the same faults, latencies and ids, in another process too", async () => {
  const own = repeatable(await run(undefined, helper, FROZEN, 7));
  const { result } = await runInChild(run, [helper, FROZEN, 7]);
  expect(repeatable(result)).toEqual(own);
  const faults = own.map(({ fault }) => fault);
  for (const fault of ["slow", "flaky", "late", undefined]) expect(faults).toContain(fault);
  expect(new Set(own.map(({ id }) => id)).size).toBe(30);
});

test("what a call draws is the same, whatever other calls draw while it waits", async () => {
  const idOf = async (others) => {
    const { store, ec2 } = account({ seed: 7 });
    await store.addFault({ id: "slow", action: "ec2:*", latencyMs: 100 });
    const answer = ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    while ((await store.getFaults())[0].hits === undefined) await new Promise(setImmediate);
    for (let i = 0; i < others; i++) await store.addCommand(["ls"]);
    const { $metadata, Instances } = await answer;
    return [$metadata.requestId, Instances[0].InstanceId];
  };
  expect(await idOf(3)).toEqual(await idOf(0));
});

test("another seed gives others", async () => {
  const [a, b] = [await run(undefined, helper, FROZEN, 1), await run(undefined, helper, FROZEN, 2)].map(repeatable);
  expect(a.map(({ id }) => id)).not.toEqual(b.map(({ id }) => id));
  expect(a.map(({ fault }) => fault)).not.toEqual(b.map(({ fault }) => fault));
});

test("a request that names no operation has an id of the seed too", async () => {
  const idOf = async () => {
    const { sts } = account({ seed: 7 }, { maxAttempts: 1 });
    const unknown = (next) => (args) => next({ ...args, request: { ...args.request, body: "Action=None" } });
    sts.middlewareStack.add(unknown, { step: "finalizeRequest", priority: "low" });
    const error = await sts.getCallerIdentity({}).catch((error) => error);
    return error.$metadata.requestId;
  };
  const [first, second] = [await idOf(), await idOf()];
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
});
