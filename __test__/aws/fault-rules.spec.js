const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const ONCE = { maxAttempts: 1 };
const PARAMETER = { Name: "/minecraft/player-count" };

/** The codes with which calls fail, `undefined` where they do not. */
async function outcomes(calls, call) {
  const codes = [];
  for (let i = 0; i < calls; i++)
    codes.push(
      await call().then(
        () => undefined,
        ({ name }) => name,
      ),
    );
  return codes;
}

/** A call of each service that needs nothing else. */
const CALLS = {
  ec2: (ec2) => ec2.describeRegions({}),
  ssm: (ssm) => ssm.getParameter(PARAMETER),
  cloudformation: (cloudformation) => cloudformation.describeStacks({}),
  ce: (ce) =>
    ce.getCostAndUsage({
      TimePeriod: { Start: "2026-01-01", End: "2026-01-02" },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
    }),
  lambda: (lambda) => lambda.invoke({ FunctionName: "greet" }),
  sts: (sts) => sts.getCallerIdentity({}),
  ses: (ses) => ses.sendEmail({ Source: "a@example.com", Destination: {}, Message: { Subject: {}, Body: {} } }),
};

describe("a rule", () => {
  it.each([
    ["ec2", "throttling", "RequestLimitExceeded", 503, "Request limit exceeded."],
    ["ec2", "internal", "InternalError", 500, "An internal error has occurred"],
    ["ssm", "throttling", "ThrottlingException", 400, "Rate exceeded"],
    ["ssm", "unavailable", "ServiceUnavailable", 503, /temporary failure/],
    [
      "ssm",
      "access-denied",
      "AccessDeniedException",
      400,
      /^User: arn:.* not authorized to perform: ssm:GetParameter on/,
    ],
    ["cloudformation", "throttling", "Throttling", 400, "Rate exceeded"],
    ["ce", "throttling", "LimitExceededException", 400, "Rate limit exceeded"],
    ["lambda", "throttling", "TooManyRequestsException", 429, "Rate Exceeded."],
    ["lambda", "internal", "ServiceException", 500, /internal error/],
    ["sts", "access-denied", "AccessDenied", 403, /^User: arn:.* on resource: \* because no identity-based policy/],
    ["ses", "throttling", "Throttling", 400, "Maximum sending rate exceeded."],
  ])("has %s say %s in its own words", async (service, error, name, httpStatusCode, message) => {
    const clients = account({}, ONCE);
    await clients.store.addFault({ action: `${service}:*`, error });
    const found = await rejection(() => CALLS[service](clients[service]));
    expect(found).toMatchObject({ name, $metadata: { httpStatusCode, requestId: expect.any(String) } });
    expect(found.message).toMatch(message);
  });

  it.each(["ec2", "ssm", "cloudformation", "lambda"])("spells an error out, to a client of %s", async (service) => {
    const clients = account({}, ONCE);
    const error = { code: "MyCode", message: 'No <b>"x"</b> & ☃', statusCode: 418 };
    await clients.store.addFault({ action: "*", error });
    const found = await rejection(() => CALLS[service](clients[service]));
    expect(found).toMatchObject({ name: "MyCode", message: error.message, $metadata: { httpStatusCode: 418 } });
    expect((await clients.store.calls())[0].error).toEqual(error);
  });

  it("is for its resources alone, whatever member of the input names them", async () => {
    const { store, ec2, ssm } = account({}, ONCE);
    await store.addFault({ id: "a", action: "*", resource: [INSTANCE, "/minecraft/*", "stack-?"], error: "Hit" });
    await ssm.putParameter({ Name: "/other", Value: "1", Type: "String" });
    await ec2.describeInstances({});
    const hits = [
      () => ec2.startInstances({ InstanceIds: [INSTANCE] }),
      () => ssm.getParameters({ Names: ["/other", "/minecraft/player-count"] }),
      () => ssm.getParameter({ Name: "arn:aws:ssm:us-east-1:123456789012:parameter/minecraft/player-count" }),
    ];
    for (const call of hits) expect((await rejection(call)).name).toBe("Hit");
    expect((await store.getFaults())[0].hits).toBe(hits.length);
  });

  it("counts every attempt of the SDK", async () => {
    const { store, ssm } = account({}, { maxAttempts: 3, retryStrategy: undefined });
    await store.addFault({ id: "a", action: "ssm:GetParameter", times: 2, error: "internal" });
    await ssm.getParameter(PARAMETER);
    const calls = await store.calls();
    expect(calls.map(({ attempt, fault }) => [attempt, fault])).toEqual([
      [1, "a"],
      [2, "a"],
      [3, undefined],
    ]);
  });

  it.each([
    ["skip", { skip: 2 }, "--HHHH"],
    ["every", { every: 2 }, "-H-H-H"],
    ["times", { times: 2 }, "HH----"],
    ["all three", { skip: 1, every: 2, times: 2 }, "--H-H-"],
  ])("goes by %s", async (_, fields, expected) => {
    const { store, ssm } = account({}, ONCE);
    await store.addFault({ action: "ssm:*", error: "Hit", ...fields });
    const codes = await outcomes(6, () => ssm.getParameter(PARAMETER));
    expect(codes.map((code) => (code === "Hit" ? "H" : "-")).join("")).toBe(expected);
  });

  it("is in force from one moment of the account's time to another", async () => {
    const { store, ssm } = account({}, ONCE);
    await store.clock.freeze();
    const at = (ms) => new Date(store.clock.now() + ms).toISOString();
    await store.addFault({ action: "*", error: "Hit", from: at(1000), until: at(2000) });
    const seen = [];
    for (const ms of [999, 1, 999, 1]) {
      await store.clock.advance(ms);
      seen.push(...(await outcomes(1, () => ssm.getParameter(PARAMETER))));
    }
    expect(seen).toEqual([undefined, "Hit", "Hit", undefined]);
  });

  it("with a bucket throttles beyond it, and lets the bucket fill again as the account's time goes on", async () => {
    const { store, ec2 } = account({}, ONCE);
    await store.clock.freeze();
    await store.addFault({ action: "ec2:*", throttle: { ratePerSecond: 2, burst: 3 } });
    const throttled = async () => {
      const codes = await outcomes(6, () => ec2.describeInstances({}));
      return codes.filter((code) => code === "RequestLimitExceeded").length;
    };
    expect(await throttled()).toBe(3);
    expect(await throttled()).toBe(6);
    await store.clock.advance(1000);
    expect(await throttled()).toBe(4);
  });

  it("decides before what is wrong with the input", async () => {
    const { store, ssm } = account({}, ONCE);
    await store.addFault({ action: "*", error: "Hit" });
    expect((await rejection(() => ssm.getParameter({ Name: 5 }))).name).toBe("Hit");
    expect(await outcomes(1, () => ssm.getParameter({}))).toEqual(["Hit"]);
  });

  it("keeps a call from changing anything", async () => {
    const { store, ec2 } = account({}, ONCE);
    await store.addFault({ action: "*", error: "Hit" });
    const before = await store.getInstance();
    await rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE] }));
    expect(await store.getInstance()).toEqual(before);
  });

  it("counts although the call itself is refused", async () => {
    const { store, ssm } = account({}, ONCE);
    await store.addFault({ action: "*", latencyMs: 0 });
    await rejection(() => ssm.getParameter({ Name: "/none" }));
    await rejection(() => ssm.getParameter({ Name: "" }));
    expect((await store.getFaults())[0].hits).toBe(2);
  });
});

describe("of several rules", () => {
  it("an entry of operationFailures comes first, then the first that decides", async () => {
    const { store, ssm } = account({}, ONCE);
    await store.addFault({ action: "ssm:Put*", error: "Other" });
    await store.addFault({ name: "slow", action: "*", latencyMs: 1 });
    await store.addFault({ name: "first", action: "*", times: 1, error: "First" });
    await store.addFault({ name: "second", action: "*", times: 1, error: "Second" });
    await store.setOperationFailure("GetParameter", { failNext: true, alwaysFail: false, errorCode: "Entry" });
    expect(await outcomes(4, () => ssm.getParameter(PARAMETER))).toEqual(["Entry", "First", "Second", undefined]);
    expect((await store.calls()).map(({ fault }) => fault)).toEqual(["GetParameter", "first", "second", "slow"]);
  });

  it("those that only delay a call are all named, by name or id", async () => {
    const { store, ssm } = account({}, ONCE);
    await store.addFault({ id: "a", action: "*", latencyMs: 1 });
    await store.addFault({ id: "b", name: "B", action: "*", latencyMs: { distribution: "uniform", min: 1, max: 2 } });
    await ssm.getParameter(PARAMETER);
    const [{ fault, durationMs }] = await store.calls();
    expect(fault).toBe("a, B");
    expect(durationMs).toBeGreaterThanOrEqual(1);
  });
});

test("a call that waits is decided on once: what it takes is gone at once", async () => {
  const { store, ssm } = account({}, ONCE);
  await store.setGlobalLatency(50);
  await store.addFault({ id: "a", action: "*", times: 1, error: "Hit" });
  const call = rejection(() => ssm.getParameter(PARAMETER));
  await vi.waitUntil(async () => (await store.getFaults())[0].hits === 1);
  await store.clearFaults();
  await store.setGlobalLatency(0);
  await ssm.getParameter(PARAMETER);
  expect((await call).name).toBe("Hit");
});

describe("the resource of a rule", () => {
  it.each([
    "arn:aws:ssm:us-east-1:123456789012:parameter/minecraft/player-count",
    "arn:aws:ssm:*:*:parameter/minecraft/*",
    "/minecraft/*",
  ])("is named by the denial, and found by %s", async (resource) => {
    const { store, ssm } = account({}, ONCE);
    await store.addFault({ action: "ssm:Get*", resource, error: "access-denied" });
    const error = await rejection(() => ssm.getParameters({ Names: ["/other", PARAMETER.Name] }));
    expect(error.message).toContain(":parameter/minecraft/player-count because");
    await ssm.getParameters({ Names: ["/other"] });
  });

  it("can be the ARN of an instance", async () => {
    const { store, ec2 } = account({}, ONCE);
    await store.addFault({ action: "ec2:*", resource: `arn:aws:ec2:*:*:instance/${INSTANCE}`, error: "access-denied" });
    const error = await rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE] }));
    expect(error.message).toContain(`:instance/${INSTANCE} because`);
    await ec2.describeInstances({});
  });
});

test("an error whose words are not known names its fault", async () => {
  const { store, ssm } = account({}, ONCE);
  await store.addFault({ action: "ssm:*", name: "the fault", error: "Throttled" });
  const error = await rejection(() => ssm.getParameter(PARAMETER));
  expect([error.name, error.message]).toEqual(["Throttled", "The request failed because of a fault (the fault)."]);
});
