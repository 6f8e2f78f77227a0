const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

const RULE = { action: "ec2:StartInstances", error: "throttling" };

test("a rule is added, read, replaced and removed", async () => {
  const store = new MockStateStore();
  const { ask, get } = await start({ store });
  const added = await ask("POST", "/faults", RULE);
  expect(added).toMatchObject({ status: 201, body: { revision: 1, id: expect.any(String) } });
  const { id } = added.body;
  expect(await get("/faults")).toMatchObject([{ id, ...RULE }]);
  expect(await get(`/faults/${id}`)).toMatchObject({ id, ...RULE });
  expect(await ask("PUT", `/faults/${id}`, { ...RULE, times: 2 })).toMatchObject({ status: 200, body: { id } });
  expect(await store.getFaults()).toMatchObject([{ id, times: 2 }]);
  expect((await ask("DELETE", `/faults/${id}`)).status).toBe(200);
  expect(await get("/faults")).toEqual([]);
});

test("a rule can be put under an id of one's own", async () => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  expect(await ask("PUT", "/faults/a%2Fb", RULE)).toMatchObject({ status: 201, body: { id: "a/b" } });
  expect(await store.getFaults()).toMatchObject([{ id: "a/b" }]);
  expect((await ask("PUT", "/faults/c", { ...RULE, id: "d" })).status).toBe(400);
});

test("a rule that no call can meet is added, with a warning", async () => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  const rule = { id: "typo", action: "ec2:StartInstance", error: "capacity" };
  const warnings = [expect.stringContaining('did you mean "ec2:StartInstances"?')];
  expect(await ask("POST", "/faults", rule)).toMatchObject({ status: 201, body: { id: "typo", warnings } });
  expect(await ask("PUT", "/faults/typo", rule)).toMatchObject({ status: 200, body: { warnings } });
  expect((await ask("PUT", "/faults/typo", RULE)).body).not.toHaveProperty("warnings");
});

test("DELETE /faults removes all rules and nothing else", async () => {
  const store = new MockStateStore();
  await store.addFault(RULE);
  await store.setGlobalLatency(5);
  const { ask } = await start({ store });
  expect((await ask("DELETE", "/faults")).status).toBe(200);
  expect(await store.getFaults()).toEqual([]);
  expect(await store.getGlobalLatency()).toBe(5);
});

test("one that is not there is not found, and the nearest is named", async () => {
  const store = new MockStateStore();
  await store.addFault({ ...RULE, id: "slow" });
  const { ask } = await start({ store });
  for (const method of ["GET", "DELETE"]) {
    const { status, body } = await ask(method, "/faults/slwo");
    expect([status, body.error.message]).toEqual([404, 'There is no fault "slwo"; did you mean "slow"?']);
  }
});

test.each([[{ ...RULE, probability: 2 }], ["throttling"], [null], [{}]])(
  "a wrong rule is refused: %j",
  async (rule) => {
    const { ask, get } = await start();
    expect((await ask("POST", "/faults", JSON.stringify(rule))).status).toBe(400);
    expect((await ask("PUT", "/faults/a", JSON.stringify(rule))).status).toBe(400);
    expect(await get("/faults")).toEqual([]);
  },
);

test("operation failures and the latency are set and cleared", async () => {
  const { ask, get } = await start();
  const failure = { failNext: false, alwaysFail: true, errorCode: "Throttling" };
  await ask("PUT", "/failures/StopInstances", failure);
  await ask("PUT", "/failures/StartInstances", failure);
  await ask("PUT", "/latency", { ms: 250 });
  expect(await get("/latency")).toEqual({ ms: 250 });
  expect((await ask("DELETE", "/failures/StopInstances")).status).toBe(200);
  expect(await get("/failures")).toEqual({ StartInstances: failure });
  expect((await ask("DELETE", "/failures/StartInstance")).body.error.message).toContain(
    'did you mean "StartInstances"?',
  );
  expect((await ask("DELETE", "/failures")).status).toBe(200);
  expect([await get("/failures"), await get("/latency")]).toEqual([{}, { ms: 0 }]);
});

test("the control API never fails by a fault", async () => {
  const store = new MockStateStore();
  await store.addFault({ action: "*", error: "internal" });
  const { get } = await start({ store });
  expect(await get("/instance")).toMatchObject({ state: "stopped" });
});
