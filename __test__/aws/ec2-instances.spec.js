const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { failure } = require("./support/failure.js");
const { instanceOf } = require("./support/ec2.js");

describe("the instance", () => {
  it("starts and stops, for methods and clients alike", async () => {
    const { store, ec2 } = account();
    const { StartingInstances } = await ec2.startInstances({ InstanceIds: [INSTANCE] });
    expect(StartingInstances).toEqual([
      {
        InstanceId: INSTANCE,
        CurrentState: { Code: 0, Name: "pending" },
        PreviousState: { Code: 80, Name: "stopped" },
      },
    ]);
    expect(await store.getInstance()).toMatchObject({ state: "pending" });
    await store.clock.advance(2500);
    expect(await store.getInstance()).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
    expect(await instanceOf(ec2)).toMatchObject({
      State: { Code: 16, Name: "running" },
      PublicIpAddress: "203.0.113.42",
      LaunchTime: expect.any(Date),
      Placement: { AvailabilityZone: "us-east-1a" },
    });
    await ec2.stopInstances({ InstanceIds: [INSTANCE] });
    await store.clock.advance(2500);
    expect(await store.getInstance()).toMatchObject({ state: "stopped" });
    expect(await instanceOf(ec2)).not.toHaveProperty("PublicIpAddress");
  });

  it("is what the methods make of it", async () => {
    const { store, ec2 } = account();
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    await store.updateInstanceState("hibernating");
    await store.clock.advance(10_000);
    expect(await instanceOf(ec2)).toMatchObject({ State: { Name: "stopped" } });
    await store.updateInstanceState("unknown");
    expect(await instanceOf(ec2)).toMatchObject({ State: { Name: "unknown" } });
  });

  it("hibernates", async () => {
    const { store, ec2 } = account({ transitions: { "*": "immediate" } });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    await ec2.stopInstances({ InstanceIds: [INSTANCE], Hibernate: true });
    expect(await store.getInstance()).toMatchObject({ state: "hibernating" });
    expect(await instanceOf(ec2)).toMatchObject({ StateReason: { Code: "Client.UserInitiatedHibernate" } });
  });

  it("is shown as stopping while it shuts down", async () => {
    const { store, ec2 } = account();
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect(await store.getInstance()).toMatchObject({ state: "stopping", awsState: "shutting-down" });
    expect(await instanceOf(ec2)).toMatchObject({ State: { Code: 32, Name: "shutting-down" } });
    await store.updateInstanceState("stopped");
    expect(await store.getInstance()).not.toHaveProperty("awsState");
  });

  it("is listed for an hour after it was terminated", async () => {
    const { store, ec2 } = account({ transitions: { "*": "immediate" } });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    await store.clock.advance(3_599_000);
    expect(await instanceOf(ec2)).toMatchObject({ State: { Name: "terminated" } });
    await store.clock.advance(1000);
    expect((await ec2.describeInstances()).Reservations).toEqual([]);
  });

  it("and what it has are not there in an empty account", async () => {
    const { store, ec2 } = account({ fixtures: "empty" });
    expect((await ec2.describeInstances()).Reservations).toEqual([]);
    expect(await store.getInstance()).toMatchObject({ state: "terminated", hasVolume: false });
    expect((await ec2.describeVolumes()).Volumes).toEqual([]);
    expect((await ec2.describeImages()).Images).toEqual([]);
  });
});

describe("instances that were launched", () => {
  it("are beside the methods' one, and survive as state", async () => {
    const { store, ec2 } = account();
    const { Instances, ReservationId } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 2, MaxCount: 2 });
    const ids = Instances.map(({ InstanceId }) => InstanceId);
    await store.clock.advance(2500);
    const { Reservations } = await ec2.describeInstances({
      Filters: [{ Name: "instance-state-name", Values: ["running"] }],
    });
    expect(Reservations.map((reservation) => reservation.ReservationId)).toEqual([ReservationId]);
    expect(Object.keys((await store.getState()).ec2.instances).sort()).toEqual(ids.sort());
  });

  it("are launched once for a token", async () => {
    const { ec2 } = account();
    const request = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, ClientToken: "token" };
    const [one, other] = await Promise.all([ec2.runInstances(request), ec2.runInstances(request)]);
    expect(one.Instances[0].InstanceId).toBe(other.Instances[0].InstanceId);
  });

  it("are not launched again for a token once they are terminated", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    const request = { ImageId: IMAGE, MinCount: 2, MaxCount: 2, ClientToken: "token" };
    const [one, other] = (await ec2.runInstances(request)).Instances.map(({ InstanceId }) => InstanceId);
    await ec2.terminateInstances({ InstanceIds: [one] });
    const { Instances } = await ec2.runInstances(request);
    expect(Instances.map(({ InstanceId }) => InstanceId)).toEqual([other]);
    await ec2.terminateInstances({ InstanceIds: [other] });
    const [code] = await failure(() => ec2.runInstances(request));
    expect(code).toBe("IdempotentInstanceTerminated");
  });

  it("are listed once where two of the state have one id", async () => {
    const { store, ec2 } = account();
    const [{ InstanceId }] = (await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 })).Instances;
    await store.setInstance({ instanceId: InstanceId });
    const { Reservations } = await ec2.describeInstances({});
    expect(Reservations.flatMap(({ Instances }) => Instances)).toMatchObject([
      { InstanceId, State: { Name: "stopped" } },
    ]);
  });

  it("have no address once a patch has terminated them", async () => {
    const { store, ec2 } = account({ transitions: { "*": "immediate" } });
    const [{ InstanceId }] = (await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 })).Instances;
    await store.patchState({ ec2: { instances: { [InstanceId]: { state: "terminated" } } } });
    const { Reservations } = await ec2.describeInstances({ InstanceIds: [InstanceId] });
    expect(Reservations[0].Instances[0]).toMatchObject({ State: { Name: "terminated" }, PublicDnsName: "" });
    expect(Reservations[0].Instances[0]).not.toHaveProperty("PublicIpAddress");
  });

  it("are launched in the zone of an id", async () => {
    const { ec2 } = account();
    const run = (Placement) => ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, Placement });
    const { Instances } = await run({ AvailabilityZoneId: "use1-az3" });
    expect(Instances[0].Placement).toMatchObject({ AvailabilityZone: "us-east-1c", AvailabilityZoneId: "use1-az3" });
    const [unknown] = await failure(() => run({ AvailabilityZoneId: "use1-az9" }));
    expect(unknown).toBe("InvalidParameterValue");
    const [both] = await failure(() => run({ AvailabilityZoneId: "use1-az1", AvailabilityZone: "us-east-1a" }));
    expect(both).toBe("InvalidParameterCombination");
  });

  it("come from an initial state too", async () => {
    const { ec2 } = account({ initialState: { ec2: { instances: { "i-second": { tags: { Name: "second" } } } } } });
    const { Reservations } = await ec2.describeInstances({ Filters: [{ Name: "tag:Name", Values: ["sec*"] }] });
    expect(Reservations[0].Instances[0]).toMatchObject({ InstanceId: "i-second", State: { Name: "running" } });
  });

  it("are listed in pages", async () => {
    const { paginateDescribeInstances } = require("@aws-sdk/client-ec2");
    const { ec2 } = account();
    await ec2.runInstances({ ImageId: IMAGE, MinCount: 11, MaxCount: 11 });
    const counts = [];
    for await (const { Reservations } of paginateDescribeInstances({ client: ec2, pageSize: 5 }, {})) {
      counts.push(Reservations.flatMap(({ Instances }) => Instances).length);
    }
    expect(counts).toEqual([5, 5, 2]);
  });
});
