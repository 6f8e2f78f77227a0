const fs = require("node:fs");
const { getMockStateStore, resetMockStateStore } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");
const { fakeTimers, runner } = require("../support/timers.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

const { useFakeTimers, advance } = fakeTimers();

describe("resetMockStateStore()", () => {
  const warnings = recordWarnings();
  const folder = useFolder();
  const persistent = () => ({ enablePersistence: true, persistencePath: folder("state.json") });
  afterEach(() => {
    resetMockStateStore();
  });

  it("makes the next getMockStateStore() create a store with new options", async () => {
    const first = getMockStateStore({ commandHistoryLimit: 5 });
    await first.setParameter("a", "b");
    expect(resetMockStateStore()).toBe(undefined);
    const second = getMockStateStore({ commandHistoryLimit: 6 });
    expect(second).not.toBe(first);
    expect(await second.getParameter("a")).toBe(null);
    expect(warnings).toEqual([]);
  });

  it("does nothing if there is no store", () => {
    resetMockStateStore();
    expect(resetMockStateStore()).toBe(undefined);
  });

  it("cancels the timeouts", async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    let fired = false;
    getMockStateStore().registerTimeout(
      setTimeout(() => {
        fired = true;
      }, 1000),
    );
    resetMockStateStore();
    await advance(2000);
    expect(fired).toBe(false);
  });

  it("has saved pending changes when it returns", () => {
    getMockStateStore(persistent()).setParameter("a", "b");
    resetMockStateStore();
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("b");
  });

  it("makes the next store read the file again", async () => {
    getMockStateStore(persistent()).setParameter("a", "b");
    resetMockStateStore();
    const text = fs.readFileSync(folder("state.json"), "utf8");
    fs.writeFileSync(folder("state.json"), text.replace('"b"', '"edited"'));
    expect(await getMockStateStore(persistent()).getParameter("a")).toBe("edited");
  });

  it("makes the next store start from the defaults if the file was removed", async () => {
    getMockStateStore(persistent()).setParameter("a", "b");
    resetMockStateStore();
    fs.rmSync(folder("state.json"));
    expect(await getMockStateStore(persistent()).getParameter("a")).toBe(null);
  });

  it("leaves no timer that writes later", async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    getMockStateStore(persistent()).setParameter("a", "b");
    resetMockStateStore();
    expect(runner.getTimerCount()).toBe(0);
    fs.rmSync(folder("state.json"));
    await advance(60_000);
    expect(namesIn(folder())).toEqual([]);
  });

  it("warns instead of throwing if the file cannot be written", () => {
    fs.mkdirSync(folder("state.json"));
    getMockStateStore(persistent()).setParameter("a", "b");
    warnings.length = 0;
    resetMockStateStore();
    expect(warnings.map(({ code }) => code)).toEqual(["ERR_PERSISTENCE"]);
  });
});
