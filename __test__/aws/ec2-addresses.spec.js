const { rejection } = require("../support/errors.js");
const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { useFolder } = require("../support/folder.js");
const { instanceOf } = require("./support/ec2.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };
const RUNNING = { ...IMMEDIATE, initialState: { instance: { state: "running", publicIp: "203.0.113.42" } } };

const folder = useFolder();

/** An account whose instance runs, with an address that nothing is associated with. */
async function withAddress(options = RUNNING) {
  const { store, ec2 } = account(options);
  const { AllocationId, PublicIp } = await ec2.allocateAddress({ Domain: "vpc" });
  return { store, ec2, AllocationId, PublicIp };
}

/** The same, with the address associated with the account's instance. */
async function associated(options) {
  const all = await withAddress(options);
  const { AssociationId } = await all.ec2.associateAddress({ AllocationId: all.AllocationId, InstanceId: INSTANCE });
  return { ...all, AssociationId };
}

async function launch(ec2, input) {
  const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, ...input });
  return Instances[0].InstanceId;
}

const addressOf = async (ec2) => (await ec2.describeAddresses({})).Addresses[0];

describe("AllocateAddress", () => {
  it("makes an address that is listed", async () => {
    const { ec2 } = account();
    const TagSpecifications = [{ ResourceType: "elastic-ip", Tags: [{ Key: "Name", Value: "game" }] }];
    const made = await ec2.allocateAddress({ Domain: "vpc", TagSpecifications });
    expect(made).toMatchObject({
      AllocationId: expect.stringMatching(/^eipalloc-[0-9a-f]{17}$/),
      PublicIp: "198.19.0.4",
      Domain: "vpc",
      PublicIpv4Pool: "amazon",
      NetworkBorderGroup: "us-east-1",
    });
    const { $metadata, ...address } = made;
    const { Addresses } = await ec2.describeAddresses({});
    expect(Addresses).toEqual([{ ...address, Tags: [{ Key: "Name", Value: "game" }] }]);
  });

  it("gives the address that is asked for, if nobody has it", async () => {
    const { ec2 } = account();
    expect(await ec2.allocateAddress({ Address: "203.0.113.9" })).toMatchObject({ PublicIp: "203.0.113.9" });
    for (const Address of ["203.0.113.9", "203.0.113.42", "198.18.0.9", "8.8.8.8"]) {
      const refused = await rejection(() => ec2.allocateAddress({ Address }));
      expect(refused).toMatchObject({ name: "InvalidAddress.NotFound", message: `Address '${Address}' not found.` });
    }
  });

  it.each([
    ["an address that is none", { Address: "203.0.113" }, "InvalidAddress.Malformed"],
    ["EC2-Classic", { Domain: "standard" }, "UnsupportedOperation"],
    ["another border group", { NetworkBorderGroup: "us-west-2-lax-1" }, "InvalidParameterValue"],
    ["tags of another kind", { TagSpecifications: [{ ResourceType: "volume", Tags: [] }] }, "InvalidParameterValue"],
    ["a dry run", { DryRun: true }, "DryRunOperation"],
  ])("refuses %s", async (_, input, name) => {
    const { ec2 } = account();
    expect(await rejection(() => ec2.allocateAddress(input))).toMatchObject({ name });
    expect((await ec2.describeAddresses({})).Addresses).toEqual([]);
  });

  it("makes five at most", async () => {
    const { ec2 } = account();
    for (let i = 0; i < 5; i++) await ec2.allocateAddress({});
    expect(await rejection(() => ec2.allocateAddress({}))).toMatchObject({
      name: "AddressLimitExceeded",
      message: "The maximum number of addresses has been reached.",
    });
  });
});

describe("AssociateAddress", () => {
  it("shows the address as the instance's, on the wire and in the methods", async () => {
    const { store, ec2, PublicIp, AllocationId, AssociationId } = await associated();
    expect(AssociationId).toMatch(/^eipassoc-[0-9a-f]{17}$/);
    expect(await store.getPublicIp()).toBe(PublicIp);
    const instance = await instanceOf(ec2);
    const PublicDnsName = "ec2-198-19-0-4.compute-1.amazonaws.com";
    expect(instance).toMatchObject({ PublicIpAddress: PublicIp, PublicDnsName });
    const [{ Association, NetworkInterfaceId }] = instance.NetworkInterfaces;
    expect(Association).toEqual({ IpOwnerId: "123456789012", PublicDnsName, PublicIp });
    expect(await addressOf(ec2)).toMatchObject({
      AllocationId,
      AssociationId,
      InstanceId: INSTANCE,
      NetworkInterfaceId,
      NetworkInterfaceOwnerId: "123456789012",
      PrivateIpAddress: instance.PrivateIpAddress,
    });
  });

  it("takes the public address, and the network interface", async () => {
    const { ec2, AllocationId, PublicIp } = await withAddress();
    const [{ NetworkInterfaceId }] = (await instanceOf(ec2)).NetworkInterfaces;
    const first = await ec2.associateAddress({ PublicIp, InstanceId: INSTANCE });
    const again = await ec2.associateAddress({ AllocationId, NetworkInterfaceId });
    expect(again.AssociationId).toBe(first.AssociationId);
  });

  it("moves an address, and gives its instance an ordinary one", async () => {
    const { ec2, AllocationId, AssociationId, PublicIp } = await associated();
    const InstanceId = await launch(ec2);
    const moved = await ec2.associateAddress({ AllocationId, InstanceId });
    expect(moved.AssociationId).not.toBe(AssociationId);
    expect(await instanceOf(ec2)).toMatchObject({ PublicIpAddress: "203.0.113.42" });
    expect(await instanceOf(ec2, InstanceId)).toMatchObject({ PublicIpAddress: PublicIp });
  });

  it("moves none where that is not allowed", async () => {
    const { ec2, AllocationId, AssociationId } = await associated();
    const InstanceId = await launch(ec2);
    const move = () => ec2.associateAddress({ AllocationId, InstanceId, AllowReassociation: false });
    expect(await rejection(move)).toMatchObject({
      name: "Resource.AlreadyAssociated",
      message: `resource ${AllocationId} is already associated with associate-id ${AssociationId}`,
    });
    const other = await ec2.allocateAddress({});
    const replace = () =>
      ec2.associateAddress({ AllocationId: other.AllocationId, InstanceId: INSTANCE, AllowReassociation: false });
    expect(await rejection(replace)).toMatchObject({ name: "Resource.AlreadyAssociated" });
  });

  it("frees the address that the instance had", async () => {
    const { ec2, AllocationId } = await associated();
    const other = await ec2.allocateAddress({});
    await ec2.associateAddress({ AllocationId: other.AllocationId, InstanceId: INSTANCE });
    const { Addresses } = await ec2.describeAddresses({ AllocationIds: [AllocationId] });
    expect(Addresses[0]).not.toHaveProperty("InstanceId");
    expect(await instanceOf(ec2)).toMatchObject({ PublicIpAddress: other.PublicIp });
  });

  const ids = { InstanceId: INSTANCE };
  it.each([
    ["no address", ids, "MissingParameter"],
    ["no instance", { PublicIp: "198.19.0.4" }, "MissingParameter"],
    ["an address named twice", { ...ids, PublicIp: "198.19.0.4", AllocationId: "x" }, "InvalidParameterCombination"],
    [
      "an instance named twice",
      { ...ids, PublicIp: "198.19.0.4", NetworkInterfaceId: "eni-1" },
      "InvalidParameterCombination",
    ],
    [
      "an interface with a public address",
      { PublicIp: "198.19.0.4", NetworkInterfaceId: "eni-1" },
      "InvalidParameterCombination",
    ],
    ["an unknown allocation", { ...ids, AllocationId: "eipalloc-0123456789abcdef0" }, "InvalidAllocationID.NotFound"],
    ["an unknown address", { ...ids, PublicIp: "198.19.0.5" }, "InvalidAddress.NotFound"],
    ["an address that is none", { ...ids, PublicIp: "x" }, "InvalidAddress.Malformed"],
    [
      "an unknown instance",
      { PublicIp: "198.19.0.4", InstanceId: "i-0123456789abcdef0" },
      "InvalidInstanceID.NotFound",
    ],
    [
      "another private address",
      { ...ids, PublicIp: "198.19.0.4", PrivateIpAddress: "172.31.0.9" },
      "InvalidParameterValue",
    ],
    ["a dry run", { ...ids, PublicIp: "198.19.0.4", DryRun: true }, "DryRunOperation"],
  ])("refuses %s", async (_, input, name) => {
    const { ec2 } = await withAddress();
    expect(await rejection(() => ec2.associateAddress(input))).toMatchObject({ name });
    expect(await addressOf(ec2)).not.toHaveProperty("AssociationId");
  });

  it.each([
    ["eni-0123456789abcdef0", "InvalidNetworkInterfaceID.NotFound"],
    ["eni", "InvalidNetworkInterfaceId.Malformed"],
  ])("refuses the interface %s", async (NetworkInterfaceId, name) => {
    const { ec2, AllocationId } = await withAddress();
    expect(await rejection(() => ec2.associateAddress({ AllocationId, NetworkInterfaceId }))).toMatchObject({ name });
  });

  it("refuses an instance that is on its way, or gone", async () => {
    const { ec2, AllocationId } = await withAddress({ transitions: { "*": "manual" } });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    const associate = () => ec2.associateAddress({ AllocationId, InstanceId: INSTANCE });
    const message = (state) => `The ${state} instance '${INSTANCE}' is not in a valid state for this operation.`;
    expect(await rejection(associate)).toMatchObject({ name: "InvalidInstanceID", message: message("pending") });
    const [{ NetworkInterfaceId }] = (await instanceOf(ec2)).NetworkInterfaces;
    const byInterface = () => ec2.associateAddress({ AllocationId, NetworkInterfaceId });
    expect(await rejection(byInterface)).toMatchObject({ name: "IncorrectInstanceState" });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect(await rejection(associate)).toMatchObject({ name: "InvalidInstanceID", message: message("shutting-down") });
  });
});

describe("an associated address", () => {
  it("stays while the instance is stopped and started", async () => {
    const { store, ec2, PublicIp } = await associated();
    await ec2.stopInstances({ InstanceIds: [INSTANCE] });
    expect(await instanceOf(ec2)).toMatchObject({ State: { Name: "stopped" }, PublicIpAddress: PublicIp });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    expect(await instanceOf(ec2)).toMatchObject({ State: { Name: "running" }, PublicIpAddress: PublicIp });
    expect(await store.getPublicIp()).toBe(PublicIp);
  });

  it("is the one that the methods' instance runs with", async () => {
    const { store, ec2, PublicIp } = await associated();
    await store.updateInstanceState("stopped");
    expect(await instanceOf(ec2)).toMatchObject({ PublicIpAddress: PublicIp });
    await store.updateInstanceState("running");
    expect(await store.getPublicIp()).toBe(PublicIp);
  });

  it("is free once the instance is terminated", async () => {
    const { store, ec2, AllocationId } = await associated();
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect((await store.getState()).ec2.addresses[AllocationId]).not.toHaveProperty("instanceId");
    expect(await addressOf(ec2)).not.toHaveProperty("InstanceId");
    expect(await instanceOf(ec2)).not.toHaveProperty("PublicIpAddress");
  });

  it("can be in the state from the beginning", async () => {
    const addresses = { "eipalloc-1": { publicIp: "198.51.100.7", instanceId: INSTANCE } };
    const { store, ec2 } = account({ ...IMMEDIATE, initialState: { ec2: { addresses } } });
    expect(await addressOf(ec2)).toMatchObject({ AssociationId: expect.stringMatching(/^eipassoc-/) });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    expect(await store.getPublicIp()).toBe("198.51.100.7");
  });
});

describe("DisassociateAddress", () => {
  it("gives a running instance an ordinary address again", async () => {
    const { store, ec2, AssociationId } = await associated();
    await ec2.disassociateAddress({ AssociationId });
    expect(await store.getPublicIp()).toBe("203.0.113.42");
    expect((await instanceOf(ec2)).NetworkInterfaces[0].Association.IpOwnerId).toBe("amazon");
    expect(await addressOf(ec2)).not.toHaveProperty("AssociationId");
  });

  it("leaves a stopped instance without one", async () => {
    const { store, ec2, PublicIp } = await associated(IMMEDIATE);
    expect(await store.getPublicIp()).toBe(PublicIp);
    await ec2.disassociateAddress({ PublicIp });
    expect(await store.getPublicIp()).toBeUndefined();
    await ec2.disassociateAddress({ PublicIp });
  });

  it("leaves an instance that was launched without one as it was", async () => {
    const { ec2, AllocationId, PublicIp } = await withAddress();
    const InstanceId = await launch(ec2, { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: false }] });
    await ec2.associateAddress({ AllocationId, InstanceId });
    await ec2.disassociateAddress({ PublicIp });
    expect(await instanceOf(ec2, InstanceId)).not.toHaveProperty("PublicIpAddress");
  });

  it.each([
    ["nothing", {}, "MissingParameter"],
    ["both", { AssociationId: "x", PublicIp: "198.19.0.4" }, "InvalidParameterCombination"],
    ["an unknown association", { AssociationId: "eipassoc-0123456789abcdef0" }, "InvalidAssociationID.NotFound"],
    ["an unknown address", { PublicIp: "198.19.0.5" }, "InvalidAddress.NotFound"],
    ["a dry run", { PublicIp: "198.19.0.4", DryRun: true }, "DryRunOperation"],
  ])("refuses %s", async (_, input, name) => {
    const { ec2, AssociationId } = await associated();
    expect(await rejection(() => ec2.disassociateAddress(input))).toMatchObject({ name });
    expect(await addressOf(ec2)).toMatchObject({ AssociationId });
  });
});

describe("ReleaseAddress", () => {
  it("takes the address from the account, and from its instance", async () => {
    const { store, ec2, AllocationId } = await associated();
    await ec2.releaseAddress({ AllocationId });
    expect((await ec2.describeAddresses({})).Addresses).toEqual([]);
    expect(await store.getPublicIp()).toBe("203.0.113.42");
    expect((await store.getState()).ec2).toBeUndefined();
  });

  it("leaves the address of an instance in another VPC", async () => {
    const { ec2, AllocationId, PublicIp } = await associated({
      initialState: { instance: { state: "running", vpcId: "vpc-0123456789abcdef0" } },
    });
    expect(await rejection(() => ec2.releaseAddress({ AllocationId }))).toMatchObject({
      name: "InvalidIPAddress.InUse",
      message: `Address ${PublicIp} is in use.`,
    });
  });

  it.each([
    ["nothing", {}, "MissingParameter"],
    ["both", { AllocationId: "x", PublicIp: "198.19.0.4" }, "InvalidParameterCombination"],
    ["an unknown allocation", { AllocationId: "eipalloc-0123456789abcdef0" }, "InvalidAllocationID.NotFound"],
    ["an unknown address", { PublicIp: "198.19.0.5" }, "InvalidAddress.NotFound"],
    ["another border group", { PublicIp: "198.19.0.4", NetworkBorderGroup: "eu-west-1" }, "InvalidAddress.NotFound"],
    ["a dry run", { PublicIp: "198.19.0.4", DryRun: true }, "DryRunOperation"],
  ])("refuses %s", async (_, input, name) => {
    const { ec2 } = await withAddress();
    expect(await rejection(() => ec2.releaseAddress(input))).toMatchObject({ name });
    expect((await ec2.describeAddresses({})).Addresses).toHaveLength(1);
  });
});

describe("DescribeAddresses", () => {
  it("lists what is named in every way that names any", async () => {
    const { ec2, AllocationId, PublicIp } = await withAddress();
    const other = await ec2.allocateAddress({});
    const list = async (input) => (await ec2.describeAddresses(input)).Addresses.map((it) => it.PublicIp);
    expect(await list({ AllocationIds: [AllocationId] })).toEqual([PublicIp]);
    expect(await list({ PublicIps: [other.PublicIp] })).toEqual([other.PublicIp]);
    expect(await list({ AllocationIds: [AllocationId], PublicIps: [other.PublicIp] })).toEqual([]);
  });

  it.each([
    [{ AllocationIds: ["eipalloc-0123456789abcdef0"] }, "InvalidAllocationID.NotFound"],
    [{ PublicIps: ["198.19.0.5"] }, "InvalidAddress.NotFound"],
    [{ PublicIps: ["x"] }, "InvalidAddress.Malformed"],
    [{ Filters: [{ Name: "color", Values: ["red"] }] }, "InvalidParameterValue"],
    [{ DryRun: true }, "DryRunOperation"],
  ])("refuses %j", async (input, name) => {
    const { ec2 } = account();
    expect(await rejection(() => ec2.describeAddresses(input))).toMatchObject({ name });
  });

  it("filters by everything that an address has", async () => {
    const { ec2, AllocationId } = await withAddress();
    const Tags = [{ Key: "Name", Value: "game" }];
    await ec2.allocateAddress({ TagSpecifications: [{ ResourceType: "elastic-ip", Tags }] });
    await ec2.associateAddress({ AllocationId, InstanceId: INSTANCE });
    const { Addresses } = await ec2.describeAddresses({});
    const held = Addresses.find((address) => address.AllocationId === AllocationId);
    const list = async (Name, value) =>
      (await ec2.describeAddresses({ Filters: [{ Name, Values: [value] }] })).Addresses.map((it) => it.PublicIp);
    for (const [name, value] of [
      ["allocation-id", AllocationId],
      ["association-id", held.AssociationId],
      ["instance-id", INSTANCE],
      ["network-interface-id", held.NetworkInterfaceId],
      ["network-interface-owner-id", "123456789012"],
      ["private-ip-address", held.PrivateIpAddress],
      ["public-ip", held.PublicIp],
    ]) {
      expect([name, await list(name, value)]).toEqual([name, [held.PublicIp]]);
      expect([name, await list(name, "nothing")]).toEqual([name, []]);
    }
    expect(await list("domain", "vpc")).toHaveLength(2);
    expect(await list("network-border-group", "us-east-?")).toHaveLength(2);
    expect(await list("tag:Name", "g*")).toEqual(["198.19.0.5"]);
    expect(await list("tag-key", "Name")).toEqual(["198.19.0.5"]);
  });
});

describe("addresses of the state", () => {
  it("are patched by id, watched and checked", async () => {
    const { store } = account();
    const changes = store.changes({ sections: ["addresses"] });
    const address = { allocationId: "eipalloc-1", publicIp: "198.51.100.7", tags: {} };
    await store.patchState({ ec2: { addresses: { "eipalloc-1": address } } });
    const { value } = await changes.next();
    expect(value.entries).toEqual([{ type: "elasticIp", name: "eipalloc-1", value: address }]);
    await changes.return();
    const wrong = () => store.patchState({ ec2: { addresses: { "eipalloc-1": { publicIp: 7 } } } });
    expect((await rejection(wrong)).message).toContain('"ec2.addresses["eipalloc-1"].publicIp"');
    await store.patchState({ ec2: { addresses: { "eipalloc-1": null } } });
    expect((await store.getState()).ec2).toBeUndefined();
  });
});

it("a fault finds an address by its id, and by itself", async () => {
  const { store, ec2, AllocationId, PublicIp } = await withAddress();
  for (const resource of [AllocationId, PublicIp]) {
    await store.clearFaults();
    await store.addFault({ action: "ec2:*Address*", resource, error: "access-denied" });
    const named = resource === PublicIp ? { PublicIp } : { AllocationId };
    for (const call of [
      () => ec2.associateAddress({ ...named, InstanceId: INSTANCE }),
      () => ec2.releaseAddress(named),
      () =>
        ec2.describeAddresses(resource === PublicIp ? { PublicIps: [PublicIp] } : { AllocationIds: [AllocationId] }),
    ]) {
      expect(await rejection(call)).toMatchObject({ name: "UnauthorizedOperation" });
    }
    expect((await ec2.describeAddresses({})).Addresses).toHaveLength(1);
  }
});

it("another store of the file sees whose an address is", async () => {
  const file = { ...RUNNING, enablePersistence: true, persistencePath: folder("state.json") };
  const [one, other] = [account(file), account(file)];
  const { AllocationId, PublicIp } = await one.ec2.allocateAddress({});
  await other.ec2.associateAddress({ AllocationId, InstanceId: INSTANCE });
  expect(await one.store.getPublicIp()).toBe(PublicIp);
  await one.ec2.releaseAddress({ AllocationId });
  expect(await other.store.getPublicIp()).toBe("203.0.113.42");
  await Promise.all([one.store.close(), other.store.close()]);
});
