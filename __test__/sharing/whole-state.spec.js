const { MockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { useFolder } = require("../support/folder.js");

/** Runs in the process: sets two entries to the same value, always at once, for as long as it lives. */
async function writeBoth({ MockStateStore }, persistencePath) {
  const store = new MockStateStore({ enablePersistence: true, persistencePath });
  const parameter = { type: "String", lastModified: "2026-03-15T12:00:00.000Z" };
  for (let n = 0; ; n += 1) {
    const value = String(n);
    await store.patchState({ instance: { publicIp: value }, ssm: { parameters: { a: { ...parameter, value } } } });
    if (n % 10 === 0) await new Promise(setImmediate);
  }
}

describe("the whole state", () => {
  const folder = useFolder();

  it("is of one moment, whatever another process changes meanwhile", async () => {
    const persistencePath = folder("state.json");
    let writer;
    const ended = runInChild(writeBoth, [persistencePath], {
      onSpawn: (child) => {
        writer = child;
      },
    });
    const store = new MockStateStore({ enablePersistence: true, persistencePath });
    const seen = new Set();
    while (seen.size < 1000) {
      const { instance, ssm } = await store.getState();
      expect(ssm.parameters.a?.value).toBe(instance.publicIp);
      seen.add(instance.publicIp);
      await new Promise(setImmediate);
    }
    writer.kill("SIGKILL");
    await ended;
    await store.close();
  });
});
