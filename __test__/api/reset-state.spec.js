const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");
const { useFolder, readState } = require("../support/folder.js");

const { useFakeTimers, setNow, advance } = fakeTimers();

const LATER = "2026-04-01T12:00:00.000Z";

describe("a reset", () => {
  const folder = useFolder();
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
  });

  it("restores the defaults with new times", async () => {
    const store = new MockStateStore();
    await store.updateInstanceState("running");
    await store.setParameter("a", "b");
    await store.addCommand(["true"]);
    await store.clearBackups();
    await store.setStackStatus({ exists: false });
    await store.setGlobalLatency(5);
    await store.setOperationFailure("StartInstances", { failNext: true, alwaysFail: false });
    await store.patchState({ ours: 1 });
    setNow(LATER);
    await store.resetState();
    expect(await store.getState()).toEqual(await new MockStateStore().getState());
    expect((await store.getInstance()).lastUpdated).toBe(LATER);
  });

  it("cancels the registered timeouts", async () => {
    const store = new MockStateStore();
    let fired = false;
    store.registerTimeout(
      setTimeout(() => {
        fired = true;
      }, 1000),
    );
    await store.resetState();
    await advance(2000);
    expect(fired).toBe(false);
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  });

  it("writes the file at once", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    await store.setParameter("a", "b");
    await store.resetState();
    expect(readState(folder("state.json")).ssm.parameters).toEqual(await store.getAllParameters());
  });
});
