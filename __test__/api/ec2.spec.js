const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const INSTANCE = { instanceId: "i-1", state: "running", hasVolume: false, lastUpdated: "2026-01-30T12:00:00.000Z" };
const ec2Of = async (store) => (await store.getState()).ec2;

describe("the instances beside the methods' one", () => {
  it("are patched by id", async () => {
    const store = new MockStateStore();
    await store.patchState({ ec2: { instances: { "i-1": INSTANCE, "i-2": { ...INSTANCE, instanceId: "i-2" } } } });
    await store.patchState({ ec2: { instances: { "i-1": { tags: { Name: "one" } }, "i-2": null } } });
    expect(await ec2Of(store)).toEqual({ instances: { "i-1": { ...INSTANCE, tags: { Name: "one" } } } });
  });

  it("are checked, by path", async () => {
    const store = new MockStateStore();
    const set = () => store.patchState({ ec2: { instances: { "i-1": { ...INSTANCE, state: "off" } } } });
    expect((await rejection(set)).message).toContain('"ec2.instances["i-1"].state"');
  });

  it("of an initial state need nothing", async () => {
    const store = new MockStateStore({ region: "eu-west-1", initialState: { ec2: { instances: { "i-1": {} } } } });
    const expected = { ...INSTANCE, availabilityZone: "eu-west-1a", lastUpdated: expect.any(String) };
    expect(await ec2Of(store)).toEqual({ instances: { "i-1": expected } });
  });

  it("are watched", async () => {
    const store = new MockStateStore();
    const changes = store.changes({ sections: ["instances"] });
    await store.patchState({ ec2: { instances: { "i-1": INSTANCE } } });
    const { value } = await changes.next();
    expect(value.entries).toEqual([{ type: "ec2Instance", name: "i-1", value: INSTANCE }]);
    await changes.return();
  });
});

describe("images", () => {
  it("of an initial state need nothing", async () => {
    const store = new MockStateStore({ initialState: { ec2: { images: { "ami-1": { name: "server" } } } } });
    expect((await ec2Of(store)).images["ami-1"]).toMatchObject({
      imageId: "ami-1",
      name: "server",
      blockDeviceMappings: [{ deviceName: "/dev/sda1", snapshotId: "snap-1", volumeSize: 8 }],
    });
  });
});

describe("the state of AWS's own", () => {
  const shuttingDown = { state: "stopping", awsState: "shutting-down" };

  it.each([
    ["setInstance", { state: "stopping" }],
    ["updateInstanceState", "stopping"],
    ["patchState", { instance: { state: "stopping" } }],
  ])("goes where %s sets the state", async (method, argument) => {
    const store = new MockStateStore({ initialState: { instance: shuttingDown } });
    expect(await store.getInstance()).toMatchObject(shuttingDown);
    await store[method](argument);
    expect(await store.getInstance()).not.toHaveProperty("awsState");
  });

  it("stays where something else is set", async () => {
    const store = new MockStateStore({ initialState: { instance: shuttingDown } });
    await store.setInstance({ keyName: "key" });
    expect(await store.getInstance()).toMatchObject(shuttingDown);
  });
});

describe("setHasVolume(false)", () => {
  it("deletes the volumes that were attached", async () => {
    const store = new MockStateStore({
      initialState: {
        ec2: {
          volumes: {
            "vol-mock1234567890abcdef": { size: 8, availabilityZone: "us-east-1a" },
            "vol-other": { size: 8, availabilityZone: "us-east-1a" },
          },
        },
      },
    });
    await store.setHasVolume(false);
    expect(Object.keys((await ec2Of(store)).volumes)).toEqual(["vol-other"]);
  });
});
