const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

describe("a call", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("takes effect at once, and later calls see it without waiting", async () => {
    const answers = [
      store.getParameter("a"),
      store.setParameter("a", "1"),
      store.getParameter("a"),
      store.setParameter("a", "2"),
      store.getParameter("a"),
      store.deleteParameter("a"),
      store.getParameter("a"),
    ];
    expect(await Promise.all(answers)).toEqual([null, undefined, "1", undefined, "2", undefined, null]);
  });

  it("takes effect in call order across all sections", async () => {
    store.updateInstanceState("running");
    const running = store.getState();
    store.patchState({ instance: { state: "stopping" }, backups: [] });
    const stopping = store.getState();
    store.resetState();
    const stopped = store.getInstance();
    expect((await running).instance).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
    expect((await running).backups).toHaveLength(3);
    expect((await stopping).instance).toMatchObject({ state: "stopping", publicIp: "203.0.113.42" });
    expect((await stopping).backups).toEqual([]);
    expect((await stopped).state).toBe("stopped");
  });

  it("copies its arguments when it is made", async () => {
    const patch = { instance: { state: "running" }, backups: [] };
    const patched = store.patchState(patch);
    patch.instance.state = "flying";
    patch.backups.push("not a backup");
    await patched;
    expect((await store.getInstance()).state).toBe("running");
    expect(await store.getBackups()).toEqual([]);
  });

  it("takes effect before its promise resolves", async () => {
    const order = [];
    const set = store.setParameter("a", "1").then(() => order.push("set"));
    const seen = store.getParameter("a").then((value) => order.push(value));
    await Promise.all([set, seen]);
    expect(order).toEqual(["set", "1"]);
  });

  it("that is rejected changes nothing, even if some of its arguments were valid", async () => {
    const before = await store.getState();
    await rejection(() =>
      store.patchState({
        instance: { state: "running" },
        ssm: { parameters: { a: { value: "1", type: "String", lastModified: "" } } },
        backups: [{ name: "a", date: "2026-01-01", size: 1 }],
      }),
    );
    await rejection(() => store.setInstance({ publicIp: "198.51.100.7", hasVolume: "yes" }));
    await rejection(() => store.addCommand(["right", 1]));
    expect(await store.getState()).toEqual(before);
  });

  it("resolves to undefined unless it has an answer", async () => {
    const id = await store.addCommand(["true"]);
    const costs = await store.getCosts("last-month");
    const calls = [
      store.setInstance({}),
      store.updateInstanceState("running"),
      store.setPublicIp("198.51.100.7"),
      store.setHasVolume(false),
      store.setParameter("a", "b"),
      store.deleteParameter("a"),
      store.updateCommand(id, {}),
      store.clearCommands(),
      store.addBackup({ name: "a", date: "2026-01-01", size: "1 GB" }),
      store.removeBackup("a"),
      store.clearBackups(),
      store.setCosts("last-month", costs),
      store.setStackStatus({}),
      store.setGlobalLatency(0),
      store.setOperationFailure("a", { failNext: true, alwaysFail: false }),
      store.clearOperationFailure("a"),
      store.clearAllFailures(),
      store.patchState({}),
      store.resetState(),
      store.persistNow(),
    ];
    expect(await Promise.all(calls)).toEqual(calls.map(() => undefined));
  });
});
