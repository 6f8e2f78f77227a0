const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";

describe("a command", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(NOW);
    store = new MockStateStore();
  });

  it("is appended as pending, with a new id", async () => {
    const first = await store.addCommand(["systemctl start minecraft", "echo ok"]);
    const second = await store.addCommand([]);
    expect(first).toMatch(new RegExp(`^cmd-${Date.parse(NOW)}-[0-9a-z]{7}$`));
    expect(await store.getCommands()).toEqual([
      { commandId: first, commands: ["systemctl start minecraft", "echo ok"], status: "Pending", createdAt: NOW },
      { commandId: second, commands: [], status: "Pending", createdAt: NOW },
    ]);
  });

  it("has a unique id, however many are added in a millisecond", async () => {
    const many = new MockStateStore({ commandHistoryLimit: Infinity });
    const ids = await Promise.all(Array.from({ length: 5000 }, () => many.addCommand(["true"])));
    expect(new Set(ids).size).toBe(5000);
  });

  it("is merged with updates", async () => {
    const id = await store.addCommand(["true"]);
    const other = await store.addCommand(["false"]);
    await store.updateCommand(id, { status: "InProgress" });
    setNow("2026-03-15T12:00:05.000Z");
    const updates = { status: "Success", output: "done", error: "", completedAt: "2026-03-15T12:00:05.000Z" };
    await store.updateCommand(id, updates);
    expect(await store.getCommands()).toEqual([
      { commandId: id, commands: ["true"], createdAt: NOW, ...updates },
      { commandId: other, commands: ["false"], createdAt: NOW, status: "Pending" },
    ]);
  });

  it("can be updated with a copy of itself", async () => {
    const id = await store.addCommand(["true"]);
    const [command] = await store.getCommands();
    await store.updateCommand(id, { ...command, status: "Success" });
    expect(await store.getCommands()).toEqual([{ ...command, status: "Success" }]);
  });

  it("that does not exist is not created by an update", async () => {
    await store.addCommand(["true"]);
    const before = await store.getCommands();
    await store.updateCommand("cmd-0-0000000", { status: "Failed" });
    expect(await store.getCommands()).toEqual(before);
  });

  it("is removed by clearCommands()", async () => {
    await store.addCommand(["true"]);
    await store.clearCommands();
    expect(await store.getCommands()).toEqual([]);
  });
});
