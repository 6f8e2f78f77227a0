const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

test("GET /scenarios lists those that can be applied", async () => {
  const mine = { name: "mine", description: "Mine" };
  const { get } = await start({ store: new MockStateStore({ scenarios: [mine] }) });
  const scenarios = await get("/scenarios");
  expect(scenarios).toContainEqual({ ...mine, builtIn: false });
  expect(scenarios).toContainEqual({ name: "running", description: expect.any(String), builtIn: true });
});

test.each([["running"], [{ name: "running" }]])("POST /scenario applies one by name: %j", async (body) => {
  const store = new MockStateStore();
  const { ask, get } = await start({ store });
  expect(await get("/scenario")).toBeNull();
  const answer = await ask("POST", "/scenario", JSON.stringify(body));
  expect(answer).toMatchObject({ status: 200, body: { revision: 1, name: "running" } });
  expect(await get("/scenario")).toEqual(await store.currentScenario());
  expect((await store.getInstance()).state).toBe("running");
});

test("and one that is given as a whole", async () => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  const scenario = { name: "one-off", description: "Once", state: { backups: [] } };
  expect((await ask("POST", "/scenario", scenario)).body).toEqual({ revision: 1, name: "one-off" });
  expect(await store.getBackups()).toEqual([]);
});

test.each([["runing"], [{ name: "a", description: "b", timeline: [{ atMs: -1 }] }]])(
  "a wrong one is refused, and changes nothing: %j",
  async (body) => {
    const store = new MockStateStore();
    const { ask } = await start({ store });
    const answer = await ask("POST", "/scenario", JSON.stringify(body));
    expect([answer.status, answer.body.error.code]).toEqual([400, "ERR_INVALID_ARG_VALUE"]);
    expect(await store.revision()).toBe(0);
  },
);
