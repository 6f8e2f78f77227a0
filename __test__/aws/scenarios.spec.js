const { INSTANCE, VOLUME, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const START = "2026-03-15T12:00:00.000Z";
const scenario = (state, more) => ({ name: "own", description: "The spec's own.", state, ...more });
const mapping = (status) => ({ deviceName: "/dev/sdf", volumeId: "vol-data", status, deleteOnTermination: false });

describe("a scenario on the wire", () => {
  let clients;
  let store;
  beforeEach(async () => {
    clients = account();
    store = clients.store;
    await store.clock.freeze();
  });

  const instance = async () => {
    const { Reservations } = await clients.ec2.describeInstances({ InstanceIds: [INSTANCE] });
    return Reservations[0].Instances[0];
  };
  const volume = async (id) => (await clients.ec2.describeVolumes({ VolumeIds: [id] })).Volumes[0];

  it("starting goes on to running after 2,500 ms of the clock, with an address", async () => {
    await store.applyScenario("starting");
    expect(await instance()).toMatchObject({ State: { Name: "pending" } });
    expect(await instance()).not.toHaveProperty("PublicIpAddress");
    await store.clock.advance(2499);
    expect((await instance()).State.Name).toBe("pending");
    await store.clock.advance(1);
    expect(await instance()).toMatchObject({ State: { Name: "running" }, PublicIpAddress: "203.0.113.42" });
  });

  it("starting goes on after some looks where the transitions say so", async () => {
    await store.setTransitions({ "ec2:pending": { polls: 2 } });
    await store.applyScenario("starting");
    const states = [];
    for (let n = 0; n < 3; n += 1) states.push((await instance()).State.Name);
    expect(states).toEqual(["pending", "running", "running"]);
  });

  it("stopping goes on to stopped, from where the instance can be started", async () => {
    await store.applyScenario("stopping");
    expect((await instance()).State.Name).toBe("stopping");
    await store.clock.advance(2500);
    expect((await instance()).State.Name).toBe("stopped");
    await clients.ec2.startInstances({ InstanceIds: [INSTANCE] });
    expect((await instance()).State.Name).toBe("pending");
  });

  it("hibernated has neither mapping nor volume", async () => {
    await store.applyScenario("hibernated");
    expect((await instance()).BlockDeviceMappings).toEqual([]);
    expect((await clients.ec2.describeVolumes({})).Volumes).toEqual([]);
  });

  it("stack-creating goes on to CREATE_COMPLETE", async () => {
    await store.applyScenario("stack-creating");
    const status = async () => (await clients.cloudformation.describeStacks({})).Stacks[0].StackStatus;
    expect(await status()).toBe("CREATE_IN_PROGRESS");
    await store.clock.advance(3000);
    expect(await status()).toBe("CREATE_COMPLETE");
  });

  it("stack-missing has none", async () => {
    await store.applyScenario("stack-missing");
    expect((await clients.cloudformation.describeStacks({})).Stacks).toEqual([]);
    const error = await rejection(() => clients.cloudformation.describeStacks({ StackName: "minecraft-stack" }));
    expect(error.message).toContain("does not exist");
  });

  it("high-cost is what the costs are", async () => {
    await store.clock.set("2026-12-15T12:00:00.000Z");
    await store.applyScenario("high-cost");
    const { ResultsByTime } = await clients.ce.getCostAndUsage({
      TimePeriod: { Start: "2026-12-01", End: "2027-01-01" },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
    });
    expect(Number(ResultsByTime[0].Total.UnblendedCost.Amount)).toBeCloseTo(387.87, 2);
  });

  it("leaves the record of calls alone", async () => {
    await instance();
    await store.applyScenario("running");
    expect(await store.calls()).toMatchObject([{ operation: "DescribeInstances" }]);
  });

  it.each([
    ["pending", "running"],
    ["stopping", "stopped"],
    ["shutting-down", "terminated"],
  ])("goes on for a further instance that is %s", async (from, to) => {
    const state = from === "shutting-down" ? { state: "stopping", awsState: from } : { state: from };
    const further = { ...state, availabilityZone: "us-east-1a" };
    await store.applyScenario(scenario({ ec2: { instances: { "i-0123456789abcdef0": further } } }));
    const name = async () => {
      const { Reservations } = await clients.ec2.describeInstances({ InstanceIds: ["i-0123456789abcdef0"] });
      return Reservations[0].Instances[0].State.Name;
    };
    expect(await name()).toBe(from);
    await store.clock.advance(2500);
    expect(await name()).toBe(to);
  });

  it.each([
    ["attaching", "attached"],
    ["detaching", undefined],
  ])("goes on for a volume that is %s", async (from, to) => {
    const volumes = { "vol-data": { size: 20, availabilityZone: "us-east-1a" } };
    const mappings = [{ ...mapping("attached"), deviceName: "/dev/sda1", volumeId: VOLUME }, mapping(from)];
    await store.applyScenario(scenario({ instance: { blockDeviceMappings: mappings }, ec2: { volumes } }));
    expect((await volume("vol-data")).Attachments[0].State).toBe(from);
    await store.clock.advance(1000);
    expect((await volume("vol-data")).Attachments[0]?.State).toBe(to);
  });

  it("goes on for the volume of an instance that is on no list of volumes", async () => {
    await store.applyScenario(scenario({ instance: { blockDeviceMappings: [mapping("attaching")] } }));
    await store.clock.advance(1000);
    expect((await volume("vol-data")).Attachments[0].State).toBe("attached");
  });

  it("goes on for a volume that is created", async () => {
    const volumes = { "vol-data": { size: 20, availabilityZone: "us-east-1a", state: "creating" } };
    await store.applyScenario(scenario({ ec2: { volumes } }));
    expect((await volume("vol-data")).State).toBe("creating");
    await store.clock.advance(1000);
    expect((await volume("vol-data")).State).toBe("available");
  });

  it.each(["Pending", "InProgress"])("goes on for a command that is %s", async (status) => {
    const outcome = { status: "Failed", output: "no" };
    const command = { commandId: "c-1", commands: ["ls"], status, createdAt: START, instanceIds: [INSTANCE], outcome };
    await store.applyScenario(scenario({ ssm: { commands: [command] } }));
    const invocation = () => clients.ssm.getCommandInvocation({ CommandId: "c-1", InstanceId: INSTANCE });
    expect((await invocation()).Status).toBe(status);
    await store.clock.advance(1000);
    expect(await invocation()).toMatchObject({ Status: "Failed", StandardOutputContent: "no" });
  });

  it("goes on for a further stack, and its cleanup", async () => {
    const stackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/game/1";
    const stacks = { game: { exists: true, status: "UPDATE_IN_PROGRESS", stackId } };
    await store.applyScenario(scenario({ stacks }));
    await store.clock.advance(6000);
    const { Stacks } = await clients.cloudformation.describeStacks({ StackName: "game" });
    expect(Stacks[0].StackStatus).toBe("UPDATE_COMPLETE");
  });
});
