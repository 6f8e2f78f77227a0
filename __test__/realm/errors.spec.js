const fs = require("node:fs");
const { MockStateStore, MockStateStoreError } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");

describe("an error", () => {
  const folder = useFolder();
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("about an argument is a TypeError of this realm", async () => {
    for (const error of [
      await rejection(() => store.updateInstanceState("flying")),
      await rejection(() => store.setParameter(1, 2)),
      await rejection(() => store.patchState({ instance: { state: 7 } })),
      thrown(() => new MockStateStore({ persistenceDebounceMs: "soon" })),
    ]) {
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(MockStateStoreError);
      expect(error.name).toBe("TypeError");
      expect(error.stack).toContain(error.message);
    }
  });

  it("about the file is an Error of this realm, and no TypeError", async () => {
    const file = folder("state.json");
    fs.mkdirSync(file);
    const broken = new MockStateStore({ enablePersistence: true, persistencePath: file });
    broken.setParameter("a", "b");
    const error = await rejection(() => broken.persistNow());
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(MockStateStoreError);
    expect(error).not.toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_PERSISTENCE");
    expect(error.message).toContain(file);
  });

  it("names the argument by path, what would be accepted, and what came", async () => {
    const mapping = { deviceName: "d", volumeId: "v", status: "lost", deleteOnTermination: true };
    const error = await rejection(() => store.patchState({ instance: { blockDeviceMappings: [mapping] } }));
    expect(error.code).toBe("ERR_INVALID_ARG_VALUE");
    expect(error.message).toMatch(/^The "instance\.blockDeviceMappings\[0\]\.status" argument must be one of /);
    for (const status of ["attached", "detached", "detaching"]) expect(error.message).toContain(`"${status}"`);
    expect(error.message).toContain('Received "lost"');
  });

  it("names every server state there is", async () => {
    const { message } = await rejection(() => store.updateInstanceState("flying"));
    for (const state of ["running", "stopped", "hibernating", "pending", "stopping", "terminated", "unknown"]) {
      expect(message).toContain(`"${state}"`);
    }
  });

  it("says which type came for which", async () => {
    const error = await rejection(() => store.setParameter("a", 5));
    expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
    expect(error.message).toMatch(/^The "value" argument must be of type string\. Received type number \(5\)/);
  });

  it("stays short, however long the value", async () => {
    const error = await rejection(() => store.updateInstanceState("x".repeat(1 << 20)));
    expect(error.message.length).toBeLessThan(1000);
  });

  it("starts its stack at the caller", async () => {
    const { stack } = await rejection(function caller() {
      return store.updateInstanceState("flying");
    });
    expect(stack).toContain("caller");
  });

  it("leaves a store that works", async () => {
    await rejection(() => store.setParameter(Symbol("a"), 1));
    await store.setParameter("a", "1");
    expect(await store.getParameter("a")).toBe("1");
  });
});
