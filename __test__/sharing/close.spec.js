const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { useFolder, readState } = require("../support/folder.js");

const HOUR = { persistenceDebounceMs: 3_600_000 };

describe("close()", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const opened = () => new MockStateStore({ enablePersistence: true, persistencePath: file(), ...HOUR });

  it.for([
    ["close()", (store) => store.close()],
    ["Symbol.asyncDispose", (store) => store[Symbol.asyncDispose]()],
  ])("saves what is pending and leaves just the JSON: %s", async ([, close]) => {
    const store = opened();
    await store.setParameter("a", "b");
    await close(store);
    expect(fs.readdirSync(folder())).toEqual(["state.json"]);
    expect(readState(file()).ssm.parameters.a.value).toBe("b");
  });

  it.for([
    ["a persistent store", opened],
    ["a store in memory", () => new MockStateStore()],
  ])("makes every call reject with ERR_CLOSED: %s", async ([, open]) => {
    const store = open();
    await store.close();
    const calls = [
      () => store.getParameter("a"),
      () => store.getInstance(),
      () => store.getState(),
      () => store.setParameter("a", "b"),
      () => store.addCommand(["a"]),
      () => store.resetState(),
      () => store.persistNow(),
    ];
    for (const call of calls) expect((await rejection(call)).code).toBe("ERR_CLOSED");
  });

  it("may be called again", async () => {
    const store = opened();
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });

  it("comes after the calls made before it", async () => {
    const store = opened();
    const calls = [store.setParameter("a", "1"), store.setParameter("a", "2"), store.close()];
    await Promise.all(calls);
    expect(readState(file()).ssm.parameters.a.value).toBe("2");
  });

  it("leaves the other stores of the file at work", async () => {
    const [one, other] = [opened(), opened()];
    await one.setParameter("a", "one");
    await one.close();
    await other.setParameter("b", "other");
    expect(await other.getParameter("a")).toBe("one");
    await other.close();
    expect(fs.readdirSync(folder())).toEqual(["state.json"]);
    expect(readState(file()).ssm.parameters.b.value).toBe("other");
  });

  it("lets the file be opened anew", async () => {
    const store = opened();
    await store.setParameter("a", "b");
    await store.close();
    const again = opened();
    expect(await again.getParameter("a")).toBe("b");
    await again.close();
  });
});
