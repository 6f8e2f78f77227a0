const { MockStateStore } = require("mock-state-store");
const { STS } = require("@aws-sdk/client-sts");
const { awsClientConfig } = require("mock-state-store/aws");
const { useControl } = require("../support/control.js");
const { useFolder } = require("../support/folder.js");

const start = useControl();
const folder = useFolder();

test.each(["", "/", "/status"])("GET %j is the account at a glance", async (path) => {
  const store = new MockStateStore({ accountId: "210987654321", region: "eu-west-1" });
  await store.setGlobalLatency(5);
  const { get } = await start({ store });
  const { clock, ...status } = await get(path);
  expect(status).toEqual({
    version: require("../../package.json").version,
    pid: process.pid,
    file: null,
    accountId: "210987654321",
    region: "eu-west-1",
    revision: 1,
    scenario: null,
    instance: { instanceId: "i-mock1234567890abcdef", state: "stopped" },
    stack: { exists: true, status: "CREATE_COMPLETE" },
    counts: {
      parameters: 4,
      commands: 0,
      backups: 3,
      instances: 1,
      volumes: 0,
      images: 0,
      stacks: 1,
      functions: 0,
      emails: 0,
      faults: 0,
      operationFailures: 0,
      scheduled: 0,
      snapshots: 0,
      calls: 0,
    },
  });
  expect(clock).toEqual({ now: expect.stringMatching(/^\d{4}-.*Z$/), offsetMs: 0 });
});

test("it counts what there is", async () => {
  const store = new MockStateStore();
  await store.addCommand(["ls"]);
  await store.addFault({ action: "ec2:*", error: "throttling" });
  await store.setOperationFailure("StopInstances", { failNext: true, alwaysFail: false });
  await store.schedule(1000, { cloudformation: { exists: false } });
  await store.snapshot("before");
  await store.applyScenario("default");
  await new STS({ ...awsClientConfig(store) }).getCallerIdentity();
  const { get } = await start({ store });
  const { counts, scenario } = await get("/status");
  expect(counts).toMatchObject({ snapshots: 1, calls: 1, commands: 0, faults: 0, operationFailures: 0, scheduled: 0 });
  expect(scenario).toMatchObject({ name: "default", appliedAt: expect.any(String) });
  await store.restore("before");
  expect((await get("/status")).counts).toMatchObject({ commands: 1, faults: 1, operationFailures: 1, scheduled: 1 });
});

test("it names the file", async () => {
  const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
  const { get } = await start({ store });
  expect((await get("/status")).file).toBe(folder("state.json"));
  await store.close();
});

test("GET /areas names the parts of the state", async () => {
  const { get } = await start();
  const areas = await get("/areas");
  expect(areas).toContainEqual({
    name: "parameter",
    path: ["ssm", "parameters"],
    section: "parameters",
    shape: "named",
    count: 4,
  });
  expect(areas).toContainEqual({
    name: "volume",
    path: ["ec2", "volumes"],
    section: "volumes",
    shape: "named",
    count: 0,
  });
  expect(areas).toContainEqual({ name: "instance", path: ["instance"], section: "instance", shape: "one", count: 1 });
});

test("POST /reset resets the account", async () => {
  const store = new MockStateStore();
  await store.setParameter("/a", "1");
  const { ask } = await start({ store });
  expect(await ask("POST", "/reset")).toMatchObject({ status: 200, body: { revision: 2 } });
  expect(await store.getParameter("/a")).toBeNull();
});
