const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();

const IDS = { InstanceIds: [INSTANCE] };
const COMMAND = { ...IDS, DocumentName: "AWS-RunShellScript", Parameters: { commands: ["ls"] } };
const MAIL = { Source: "a@example.com", Destination: {}, Message: { Subject: { Data: "" }, Body: {} } };
const COSTS = {
  TimePeriod: { Start: "2026-01-01", End: "2026-01-02" },
  Granularity: "DAILY",
  Metrics: ["UnblendedCost"],
};

/** What a dashboard calls, and what `errors` answers. */
const CALLS = [
  [({ ec2 }) => ec2.describeInstances(IDS), "UnauthorizedOperation"],
  [({ ec2 }) => ec2.startInstances(IDS), "IncorrectInstanceState"],
  [({ ec2 }) => ec2.stopInstances(IDS), "IncorrectInstanceState"],
  [({ ssm }) => ssm.getParameter({ Name: "/minecraft/player-count" }), "AccessDeniedException"],
  [({ ssm }) => ssm.putParameter({ Name: "a", Value: "1", Type: "String" }), "ParameterLimitExceeded"],
  [({ ssm }) => ssm.sendCommand(COMMAND), "InvalidInstanceId"],
  [({ cloudformation }) => cloudformation.describeStacks({}), "AccessDenied"],
  [({ ce }) => ce.getCostAndUsage(COSTS), "DataUnavailableException"],
  [({ lambda }) => lambda.invoke({ FunctionName: "f" }), "AccessDeniedException"],
  [({ ses }) => ses.sendEmail(MAIL), "MessageRejected"],
];

describe("a scenario of faults", () => {
  let clients;
  let store;
  beforeEach(async () => {
    clients = account({ seed: 1 }, { maxAttempts: 1 });
    store = clients.store;
    await store.clock.freeze();
  });
  afterEach(() => vi.useRealTimers());

  const describeInstances = () => clients.ec2.describeInstances(IDS);
  const start = () => clients.ec2.startInstances(IDS);

  it.each(CALLS.map(([call, code]) => [String(call).match(/\w+\.\w+/)[0], call, code]))(
    "errors fails %s with an error that is not retried",
    async (_, call, code) => {
      clients = account({}, { maxAttempts: 3 });
      await clients.store.applyScenario("errors");
      expect(await rejection(() => call(clients))).toMatchObject({ name: code });
      expect(await clients.store.calls()).toHaveLength(1);
    },
  );

  it("throttled lets five calls of a service through, and then two a second", async () => {
    await store.applyScenario("throttled");
    for (let n = 0; n < 5; n += 1) await describeInstances();
    expect(await rejection(describeInstances)).toMatchObject({ name: "RequestLimitExceeded" });
    expect(await clients.ssm.getParameter({ Name: "/minecraft/player-count" })).toHaveProperty("Parameter");
    await store.clock.advance(1000);
    for (let n = 0; n < 2; n += 1) await describeInstances();
    expect(await rejection(describeInstances)).toMatchObject({ name: "RequestLimitExceeded" });
  });

  it("flaky fails some calls, with errors and broken connections", async () => {
    await store.applyScenario("flaky");
    for (let n = 0; n < 300; n += 1) await describeInstances().catch(() => {});
    const faults = (await store.calls()).map(({ fault }) => fault);
    const count = (name) => faults.filter((fault) => fault === name).length;
    expect(count("flaky-error")).toBeGreaterThan(5);
    expect(count("flaky-error")).toBeLessThan(30);
    expect(count("flaky-connection")).toBeGreaterThan(2);
    expect(count("flaky-connection")).toBeLessThan(20);
  });

  it("outage fails every call of every service, and does not end by itself", async () => {
    await store.applyScenario("outage");
    const statuses = async () => {
      const errors = await Promise.all(CALLS.map(([call]) => rejection(() => call(clients))));
      return errors.map(({ $metadata }) => $metadata.httpStatusCode);
    };
    expect(await statuses()).toEqual(CALLS.map(() => expect.toSatisfy((status) => status >= 500)));
    await store.clock.advance(86_400_000);
    expect(await statuses()).toEqual(CALLS.map(() => expect.toSatisfy((status) => status >= 500)));
    await store.applyScenario("default");
    expect(await describeInstances()).toHaveProperty("Reservations");
  });

  it("slow makes every call wait", async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    await store.applyScenario("slow");
    let answered = false;
    const call = describeInstances().then(() => {
      answered = true;
    });
    await advance(100);
    expect(answered).toBe(false);
    await advance(8000);
    await call;
    expect(await store.calls()).toMatchObject([{ fault: "slow" }]);
  });

  it("capacity lets no instance start, and all else work", async () => {
    await store.applyScenario("capacity");
    expect(await rejection(start)).toMatchObject({ name: "InsufficientInstanceCapacity" });
    expect(await describeInstances()).toMatchObject({
      Reservations: [{ Instances: [{ State: { Name: "stopped" } }] }],
    });
  });

  it("has its faults until the step that ends them", async () => {
    const faults = [{ action: "ec2:StartInstances", error: "capacity" }];
    await store.applyScenario({ name: "a", description: "b", faults, timeline: [{ atMs: 60_000, faults: [] }] });
    expect(await rejection(start)).toMatchObject({ name: "InsufficientInstanceCapacity" });
    await store.clock.advance(60_000);
    expect(await start()).toMatchObject({ StartingInstances: [{ CurrentState: { Name: "pending" } }] });
  });
});
