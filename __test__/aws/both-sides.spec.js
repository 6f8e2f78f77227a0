const { MockStateStore } = require("mock-state-store");
const { INSTANCE, TEMPLATE, account, clientsOf } = require("../support/aws.js");
const { crew } = require("../support/crew.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();
const INSTANCES = { InstanceIds: [INSTANCE] };
const VOLUME = "vol-mock1234567890abcdef";
const immediate = { "*": "immediate" };

/** A store in memory, or two of one file: what one does, the other sees. */
const PLACES = {
  "in memory": (options) => {
    const { store } = account(options);
    return [clientsOf(store), store];
  },
  "in a file": (options) => {
    const inFile = { ...options, enablePersistence: true, persistencePath: folder("state.json") };
    return [account(inFile), new MockStateStore(inFile)];
  },
};

describe.each(Object.keys(PLACES))("%s", (place) => {
  const open = [];
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });

  /** The clients, and the store whose methods are called. */
  function both(options = { transitions: immediate }) {
    const [clients, store] = PLACES[place](options);
    open.push(clients.store, store);
    return { clients, store };
  }

  const described = async (ec2) => (await ec2.describeInstances(INSTANCES)).Reservations[0].Instances[0];

  describe("the instance", () => {
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
      await clients.ec2.stopInstances({ ...INSTANCES, Hibernate: true }).catch(() => {});
      const { state } = await store.getInstance();
      expect(["stopped", "hibernating"]).toContain(state);
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
      await clients.ec2.runInstances({ ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1 });
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

  describe("volumes", () => {
    const ids = async (ec2) => (await ec2.describeVolumes({})).Volumes.map(({ VolumeId }) => VolumeId);

    test("the one of the default mapping is there", async () => {
      const { clients } = both();
      const { Volumes } = await clients.ec2.describeVolumes({ VolumeIds: [VOLUME] });
      expect(Volumes).toMatchObject([
        { State: "in-use", Attachments: [{ InstanceId: INSTANCE, Device: "/dev/sda1", State: "attached" }] },
      ]);
    });

    test("setHasVolume(false) deletes them, and true makes one", async () => {
      const { clients, store } = both();
      await store.setHasVolume(false);
      expect(await ids(clients.ec2)).toEqual([]);
      await store.setHasVolume(true);
      const { blockDeviceMappings } = await store.getInstance();
      expect(await ids(clients.ec2)).toEqual([blockDeviceMappings[0].volumeId]);
    });

    test("one that a client detaches and deletes is none of the instance", async () => {
      const { clients, store } = both();
      await clients.ec2.detachVolume({ VolumeId: VOLUME });
      expect(await store.hasVolume()).toBe(false);
      expect((await store.getInstance()).blockDeviceMappings ?? []).toEqual([]);
      await clients.ec2.deleteVolume({ VolumeId: VOLUME });
      expect(await ids(clients.ec2)).toEqual([]);
    });

    test("one that a client creates and attaches is one of the instance", async () => {
      const { clients, store } = both();
      await store.updateInstanceState("running");
      const { VolumeId } = await clients.ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 8 });
      expect((await store.getState()).ec2.volumes[VolumeId]).toMatchObject({ size: 8 });
      await clients.ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
      expect((await store.getInstance()).blockDeviceMappings).toContainEqual({
        deviceName: "/dev/sdf",
        volumeId: VolumeId,
        status: "attached",
        deleteOnTermination: false,
      });
    });
  });

  describe("parameters", () => {
    test("go both ways", async () => {
      const { clients, store } = both();
      await clients.ssm.putParameter({ Name: "/a", Value: "wire", Type: "String" });
      expect(await store.getParameter("/a")).toBe("wire");
      await store.setParameter("/a", "method");
      const { Parameter } = await clients.ssm.getParameter({ Name: "/a" });
      expect(Parameter).toMatchObject({ Value: "method", Type: "String", Version: 2 });
      await store.deleteParameter("/a");
      expect((await rejection(() => clients.ssm.getParameter({ Name: "/a" }))).name).toBe("ParameterNotFound");
    });

    test("a SecureString of a method is an opaque blob without WithDecryption", async () => {
      const { clients, store } = both();
      await store.setParameter("/a", "hush", "SecureString");
      const plain = await clients.ssm.getParameter({ Name: "/a", WithDecryption: true });
      expect(plain.Parameter).toMatchObject({ Type: "SecureString", Value: "hush" });
      const { Parameter } = await clients.ssm.getParameter({ Name: "/a" });
      expect(Parameter.Value).toMatch(/^[\w+/]+=*$/);
      expect(Buffer.from(Parameter.Value, "base64").toString()).not.toContain("hush");
    });

    test("a StringList of a client is one for the methods", async () => {
      const { clients, store } = both();
      await clients.ssm.putParameter({ Name: "/a", Value: "x,y", Type: "StringList" });
      expect((await store.getAllParameters())["/a"]).toMatchObject({ value: "x,y", type: "StringList" });
    });

    test("a transaction runs again where a client has changed what it has read", async () => {
      const { clients, store } = both();
      const seen = [];
      await store.transact(async ({ ssm: { parameters } }) => {
        seen.push(parameters["/minecraft/player-count"].value);
        const raised = { Name: "/minecraft/player-count", Value: "5", Overwrite: true };
        if (seen.length === 1) await clients.ssm.putParameter(raised);
        parameters["/a"] = { value: seen.at(-1), type: "String", lastModified: "2026-01-29T12:00:00.000Z" };
      });
      expect(seen).toEqual(["0", "5"]);
      expect((await clients.ssm.getParameter({ Name: "/a" })).Parameter.Value).toBe("5");
    });

    test("versions are counted from the first one on that a client has set", async () => {
      const { clients, store } = both();
      await store.setParameter("/a", "w");
      await clients.ssm.putParameter({ Name: "/a", Value: "x", Overwrite: true });
      await store.setParameter("/a", "y");
      const { Parameters } = await clients.ssm.getParameterHistory({ Name: "/a" });
      expect(Parameters.map(({ Version, Value }) => [Version, Value])).toEqual([
        [1, "w"],
        [2, "x"],
        [3, "y"],
      ]);
      expect((await clients.ssm.getParameter({ Name: "/a:2" })).Parameter.Value).toBe("x");
    });
  });

  describe("commands", () => {
    const send = async (ssm) => {
      const input = { ...INSTANCES, DocumentName: "AWS-RunShellScript", Parameters: { commands: ["uptime"] } };
      return (await ssm.sendCommand(input)).Command.CommandId;
    };
    const look = (ssm, CommandId) => ssm.getCommandInvocation({ CommandId, InstanceId: INSTANCE });

    test("of a client are those of the methods", async () => {
      const { clients, store } = both();
      await store.updateInstanceState("running");
      const commandId = await send(clients.ssm);
      expect(await store.getCommands()).toMatchObject([{ commandId, commands: ["uptime"], status: "Success" }]);
    });

    test("that a method ends have ended for a client", async () => {
      const { clients, store } = both({ transitions: { "ssm:command": "manual" } });
      await store.updateInstanceState("running");
      const id = await send(clients.ssm);
      expect((await look(clients.ssm, id)).Status).toMatch(/^(Pending|InProgress)$/);
      await store.updateCommand(id, { status: "Failed", output: "o", error: "e" });
      expect(await look(clients.ssm, id)).toMatchObject({
        Status: "Failed",
        StandardOutputContent: "o",
        StandardErrorContent: "e",
      });
    });

    test("that a method adds can be looked at by a client", async () => {
      const { clients, store } = both();
      const id = await store.addCommand(["uptime"]);
      expect(await look(clients.ssm, id)).toMatchObject({ CommandId: id, Status: "Pending" });
      await store.updateCommand(id, { status: "Success", output: "up" });
      expect(await look(clients.ssm, id)).toMatchObject({ Status: "Success", StandardOutputContent: "up" });
    });

    test("that end as Cancelled have failed for the methods, with AWS's word beside it", async () => {
      const { clients, store } = both();
      await store.updateInstanceState("running");
      await store.patchState({ ssm: { commandResponses: [{ match: "uptime", status: "Cancelled" }] } });
      await send(clients.ssm);
      expect(await store.getCommands()).toMatchObject([{ status: "Failed", awsStatus: "Cancelled" }]);
    });
  });

  describe("the stack", () => {
    const STACK = "minecraft-stack";
    const stack = async (client, StackName = STACK) => (await client.describeStacks({ StackName })).Stacks[0];

    test("of the methods is the one that a client sees", async () => {
      const { clients, store } = both();
      await store.setStackStatus({ status: "UPDATE_IN_PROGRESS", outputs: { Address: "203.0.113.42" } });
      expect(await stack(clients.cloudformation)).toMatchObject({
        StackStatus: "UPDATE_IN_PROGRESS",
        StackId: (await store.getStackStatus()).stackId,
        Outputs: [{ OutputKey: "Address", OutputValue: "203.0.113.42" }],
      });
      await store.setStackStatus({ exists: false });
      const error = await rejection(() => stack(clients.cloudformation));
      expect(error).toMatchObject({ name: "ValidationError", message: `Stack with id ${STACK} does not exist` });
    });

    test("that a client deletes and creates is so for the methods", async () => {
      const { clients, store } = both();
      await clients.cloudformation.deleteStack({ StackName: STACK });
      expect(await store.getStackStatus()).toMatchObject({ exists: false });
      const { StackId } = await clients.cloudformation.createStack({ StackName: STACK, TemplateBody: TEMPLATE });
      const created = { exists: true, status: "CREATE_COMPLETE", stackId: StackId };
      expect(await store.getStackStatus()).toMatchObject(created);
    });
  });

  test("costs are those of the methods", async () => {
    const { clients, store } = both();
    await store.clock.set("2040-05-15T12:00:00.000Z");
    const costs = await store.getCosts("current-month");
    await store.setCosts("current-month", {
      ...costs,
      totalCost: "7.00",
      breakdown: [{ service: "Amazon EC2", cost: "7.00" }],
    });
    const { ResultsByTime } = await clients.ce.getCostAndUsage({
      TimePeriod: { Start: "2040-05-01", End: "2040-05-15" },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
      GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
    });
    const [{ Keys, Metrics }] = ResultsByTime[0].Groups;
    expect([Keys, Number(Metrics.UnblendedCost.Amount)]).toEqual([["Amazon EC2"], 7]);
  });

  test("what a client sends by SES is in getSentEmails()", async () => {
    const { clients, store } = both();
    const { MessageId } = await clients.ses.sendEmail({
      Source: "server@example.com",
      Destination: { ToAddresses: ["ada@example.com"] },
      Message: { Subject: { Data: "It runs" }, Body: { Text: { Data: "Come and play." } } },
    });
    expect(JSON.stringify(await store.getSentEmails())).toContain(MessageId);
  });
});

describe.each(["processes", "threads"])("several %s", (kind) => {
  const helper = require.resolve("../support/aws.js");

  test("see what each other's clients and methods do", async () => {
    const results = await crew(kind, folder(), takeTurns, [
      [folder("state.json"), helper, 0],
      [folder("state.json"), helper, 1],
    ]);
    expect(results).toEqual([
      ["running", "method"],
      ["running", "wire"],
    ]);
  });

  // The first starts the instance through a client and sets a parameter by a method, the second the other way round.
  async function takeTurns(_module, barrier, persistencePath, helper, me) {
    const { INSTANCE, account } = require(helper);
    const { store, ec2, ssm } = account({
      enablePersistence: true,
      persistencePath,
      transitions: { "*": "immediate" },
    });
    if (me === 0) {
      await ec2.startInstances({ InstanceIds: [INSTANCE] });
      await ssm.putParameter({ Name: "/0", Value: "wire", Type: "String" });
    } else {
      await store.setParameter("/1", "method");
    }
    await barrier("done");
    const seen =
      me === 0
        ? [
            (await ec2.describeInstances({ InstanceIds: [INSTANCE] })).Reservations[0].Instances[0].State.Name,
            (await ssm.getParameter({ Name: "/1" })).Parameter.Value,
          ]
        : [(await store.getInstance()).state, await store.getParameter("/0")];
    await barrier("seen");
    await store.close();
    return seen;
  }

  test("count the versions of a parameter without a gap, and run one instance for one token", async () => {
    const lists = Array(3).fill([folder("state.json"), helper]);
    const results = await crew(kind, folder(), putAndRun, lists);
    const versions = results.flatMap(({ versions }) => versions).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  });

  async function putAndRun(_module, barrier, persistencePath, helper) {
    const { store, ec2, ssm } = require(helper).account({ enablePersistence: true, persistencePath });
    await store.getParameter("");
    await barrier("open");
    const put = async () => {
      const input = { Name: "/a", Value: "x", Type: "String", Overwrite: true };
      return (await ssm.putParameter(input)).Version;
    };
    const versions = await Promise.all(Array.from({ length: 10 }, put));
    const launch = { ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1, ClientToken: "one" };
    const { Instances } = await ec2.runInstances(launch);
    await store.close();
    return { versions, id: Instances[0].InstanceId };
  }
});
