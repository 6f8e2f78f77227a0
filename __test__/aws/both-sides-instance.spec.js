const { IMAGE, INSTANCE, VOLUME } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { describeBothSides } = require("./support/both-sides.js");

const INSTANCES = { InstanceIds: [INSTANCE] };
const described = async (ec2) => (await ec2.describeInstances(INSTANCES)).Reservations[0].Instances[0];

describeBothSides("the instance", (both) => {
  test("that a client starts and stops does so for the methods", async () => {
    const { clients, store } = both({});
    await clients.ec2.startInstances(INSTANCES);
    expect(await store.getInstance()).toMatchObject({ state: "pending" });
    expect(await store.getPublicIp()).toBeUndefined();
    await store.clock.advance(2500);
    expect(await store.getInstance()).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
    await clients.ec2.stopInstances(INSTANCES);
    expect((await store.getInstance()).state).toBe("stopping");
    await store.clock.advance(2500);
    expect((await store.getInstance()).state).toBe("stopped");
    expect(await store.getPublicIp()).toBeUndefined();
  });

  test("that a method sets is what a client sees", async () => {
    const { clients, store } = both();
    await store.updateInstanceState("running");
    expect(await described(clients.ec2)).toMatchObject({
      State: { Name: "running", Code: 16 },
      PublicIpAddress: "203.0.113.42",
      Placement: { AvailabilityZone: "us-east-1a" },
      BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { VolumeId: VOLUME, Status: "attached" } }],
    });
    await store.setInstance({ publicIp: "203.0.113.7", availabilityZone: "us-east-1b" });
    expect(await described(clients.ec2)).toMatchObject({
      PublicIpAddress: "203.0.113.7",
      Placement: { AvailabilityZone: "us-east-1b" },
    });
  });

  test.each([
    ["pending", "pending"],
    ["stopping", "stopping"],
    ["hibernating", "stopped"],
    ["unknown", "unknown"],
    ["terminated", "terminated"],
  ])("is %s for the methods and %s on the wire", async (state, name) => {
    const { clients, store } = both();
    await store.updateInstanceState(state);
    expect((await described(clients.ec2)).State.Name).toBe(name);
  });

  test("that stops with Hibernate hibernates for the methods", async () => {
    const { clients, store } = both();
    await store.updateInstanceState("running");
    await clients.ec2.stopInstances({ ...INSTANCES, Hibernate: true });
    expect((await store.getInstance()).state).toBe("hibernating");
    expect((await described(clients.ec2)).State.Name).toBe("stopped");
  });

  test("that shuts down is stopping for the methods, with AWS's word beside it", async () => {
    const { clients, store } = both({});
    await clients.ec2.terminateInstances(INSTANCES);
    expect(await store.getInstance()).toMatchObject({ state: "stopping", awsState: "shutting-down" });
    expect((await described(clients.ec2)).State.Name).toBe("shutting-down");
    await store.clock.advance(1000);
    const instance = await store.getInstance();
    expect(instance.state).toBe("terminated");
    expect(instance.awsState).toBeUndefined();
  });

  test("what was under way is taken back by a method that sets a state", async () => {
    const { clients, store } = both({});
    await clients.ec2.startInstances(INSTANCES);
    await store.updateInstanceState("stopped");
    await store.clock.advance(10_000);
    expect((await described(clients.ec2)).State.Name).toBe("stopped");
    expect(await store.scheduled()).toEqual([]);
  });

  test("of ec2.instances that a patch lays down can be started; null removes it", async () => {
    const { clients, store } = both();
    await clients.ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    const { instances } = (await store.getState()).ec2;
    const [id] = Object.keys(instances);
    await store.patchState({ ec2: { instances: { [id]: { state: "stopped" } } } });
    await clients.ec2.startInstances({ InstanceIds: [id] });
    expect((await store.getState()).ec2.instances[id].state).toBe("running");
    await store.patchState({ ec2: { instances: { [id]: null } } });
    const error = await rejection(() => clients.ec2.describeInstances({ InstanceIds: [id] }));
    expect(error.name).toBe("InvalidInstanceID.NotFound");
  });
});
