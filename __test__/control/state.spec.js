const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

test("GET /state is the whole state, as its file has it", async () => {
  const store = new MockStateStore();
  await store.setOperationFailure("StopInstances", { failNext: true, alwaysFail: false });
  const { get } = await start({ store });
  const { faults, ...state } = await get("/state?secrets=show");
  expect(faults).toEqual({
    globalLatencyMs: 0,
    operationFailures: { StopInstances: { failNext: true, alwaysFail: false } },
  });
  const { faults: _, ...expected } = JSON.parse(JSON.stringify(await store.getState()));
  expect(state).toEqual(expected);
});

test.each([
  "/state/instance/blockDeviceMappings/0/status",
  "/state?path=instance.blockDeviceMappings[0].status",
  "/state?path=/instance/blockDeviceMappings/0/status",
])("GET %s is a part of it", async (path) => {
  const { get } = await start();
  expect(await get(path)).toBe("attached");
});

test.each([
  `/state/ssm/parameters/${encodeURIComponent("/a~b.[0]")}/value`,
  `/state?path=${encodeURIComponent('ssm.parameters["/a~b.[0]"].value')}`,
  `/state?path=${encodeURIComponent("/ssm/parameters/~1a~0b.[0]/value")}`,
])("a key of a path may be any text: %s", async (path) => {
  const store = new MockStateStore();
  await store.setParameter("/a~b.[0]", "found");
  const { get } = await start({ store });
  expect(await get(path)).toBe("found");
});

test.each([
  ["/state/instance/stat", '"/instance/stat"', '"state"'],
  ["/state?path=ssm.params", '"/ssm/params"', '"parameters"'],
  ["/state?path=instance.state.length", '"/instance/state/length"', undefined],
  ["/state?path=backups.length", '"/backups/length"', '"0"'],
  ["/state?path=constructor", '"/constructor"', "costs|instance|backups|cloudformation"],
])("where there is nothing, the nearest is named: %s", async (path, wanted, nearest) => {
  const { ask } = await start();
  const { status, body } = await ask("GET", path);
  expect([status, body.error.code]).toEqual([404, "ERR_NOT_FOUND"]);
  expect(body.error.message).toContain(`There is no ${wanted} in the state`);
  if (nearest) expect(body.error.message).toMatch(new RegExp(`did you mean "?(${nearest})"?\\?$`));
});

test.each(["instance..state", "instance[", "instance[x]", 'ssm["a', "/a~2", "instance]"])(
  "a path that is none is refused: %s",
  async (path) => {
    const { ask } = await start();
    const { status, body } = await ask("GET", `/state?path=${encodeURIComponent(path)}`);
    expect([status, body.error.code]).toEqual([400, "ERR_INVALID_ARG_VALUE"]);
    expect(body.error.message).toContain(JSON.stringify(path));
  },
);

test("PATCH /state lays a patch over the state", async () => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  const { status, body } = await ask("PATCH", "/state", { instance: { state: "running" }, backups: [] });
  expect([status, body]).toEqual([200, { revision: 1 }]);
  expect(await store.getBackups()).toEqual([]);
  expect((await store.getInstance()).state).toBe("running");
});

test("a wrong patch is refused with the path of what is wrong, and changes nothing", async () => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  const { status, body } = await ask("PATCH", "/state", { backups: [], instance: { state: "asleep" } });
  expect([status, body.error.code]).toEqual([400, "ERR_INVALID_ARG_VALUE"]);
  expect(body.error.message).toContain("instance.state");
  expect(await store.revision()).toBe(0);
});

test("the instance can be read, changed, and put into a state", async () => {
  const { ask, get } = await start();
  await ask("PATCH", "/instance", { tags: { Name: "game" } });
  expect(await ask("PUT", "/instance/state", { state: "running" })).toMatchObject({
    status: 200,
    body: { revision: 2 },
  });
  expect(await get("/instance")).toMatchObject({ state: "running", publicIp: "203.0.113.42", tags: { Name: "game" } });
  await ask("PUT", "/instance/state", { state: "stopped" });
  expect(await get("/instance")).not.toHaveProperty("publicIp");
});

test("a read tells a revision that it holds at least", async () => {
  const store = new MockStateStore();
  await store.setParameter("/a", "1");
  const { ask } = await start({ store });
  expect((await ask("GET", "/state")).headers["mock-revision"]).toBe("1");
});

test("GET /emails is the mails that were sent", async () => {
  const store = new MockStateStore();
  const email = {
    messageId: "1",
    source: "a@example.com",
    destination: { to: ["b@example.com"] },
    subject: "Hello",
    body: { text: "there" },
    createdAt: "2026-01-29T10:00:00.000Z",
  };
  await store.patchState({ ses: { sentEmails: [email] } });
  const { get } = await start({ store });
  expect(await get("/emails")).toEqual([email]);
});
