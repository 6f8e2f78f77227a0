const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");

const QUICK = { name: "quick", description: "Instances start at once.", transitions: { "ec2:pending": 1 } };
const SLOW = {
  name: "slow-stacks",
  description: "Stacks take long.",
  transitions: { "cloudformation:stack": "manual" },
};
const PLAIN = { name: "plain", description: "Everything takes what it takes." };

describe("the transitions of a scenario", () => {
  const folder = useFolder();
  let store;
  const pending = async () => (await store.getTransitions())["ec2:pending"];
  beforeEach(() => {
    store = new MockStateStore({ transitions: { "ec2:pending": 7, "ssm:command": 8 } });
  });

  it("hold beside those that were chosen", async () => {
    await store.applyScenario(QUICK);
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 1, "ssm:command": 8, "ec2:stopping": 2500 });
  });

  it("end with a reset", async () => {
    const before = await store.getTransitions();
    await store.applyScenario({ ...QUICK, transitions: { "*": "manual" } });
    await store.resetState();
    expect(await store.getTransitions()).toEqual(before);
  });

  it("end with another scenario", async () => {
    await store.applyScenario(QUICK);
    await store.applyScenario(SLOW);
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 7, "cloudformation:stack": "manual" });
    await store.applyScenario(PLAIN);
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 7, "cloudformation:stack": 3000 });
    expect((await store.getState()).scenario).not.toHaveProperty("transitionsBefore");
  });

  it("end where nothing was chosen before", async () => {
    store = new MockStateStore();
    await store.applyScenario(QUICK);
    expect((await store.getState()).scenario.transitionsBefore).toEqual({});
    await store.resetState();
    expect(await pending()).toBe(2500);
    expect(await store.getState()).not.toHaveProperty("transitions");
  });

  it("can be given in its state too", async () => {
    await store.applyScenario({ ...PLAIN, state: { transitions: { "ec2:pending": 3 } } });
    expect(await pending()).toBe(3);
    await store.resetState();
    expect(await pending()).toBe(7);
  });

  it("give way to setTransitions(), which holds on after the scenario", async () => {
    await store.applyScenario(QUICK);
    await store.setTransitions({ "ec2:pending": 5 });
    expect(await pending()).toBe(5);
    await store.resetState();
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 5, "ssm:command": 8 });
  });

  it("do not give way to the option of a store that opens the file, which holds after the scenario", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    store = new MockStateStore(options);
    await store.applyScenario(QUICK);
    const other = new MockStateStore({ ...options, transitions: { "ec2:pending": 9 } });
    expect(await pending()).toBe(1);
    await other.resetState();
    expect(await pending()).toBe(9);
    await Promise.all([store.close(), other.close()]);
  });

  it("give way to the option of a fork", async () => {
    await store.applyScenario(QUICK);
    const fork = await store.fork({ transitions: { "ec2:pending": 9 } });
    expect(await fork.getTransitions()).toMatchObject({ "ec2:pending": 9, "ssm:command": 8 });
    expect(await pending()).toBe(1);
  });

  it("are those by which the scenario itself goes on", async () => {
    const state = { instance: { state: "pending" } };
    await store.applyScenario({ ...PLAIN, state, transitions: { "ec2:pending": "immediate" } });
    expect(await store.getInstance()).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
    await store.applyScenario({ ...PLAIN, state, transitions: { "ec2:pending": "manual" } });
    expect(await store.scheduled()).toMatchObject([{ transition: "ec2:pending" }]);
    await store.clock.advance(0);
    expect((await store.getInstance()).state).toBe("running");
  });
});
