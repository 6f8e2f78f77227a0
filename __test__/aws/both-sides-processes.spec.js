const { crew } = require("../support/crew.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

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
