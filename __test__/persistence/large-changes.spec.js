const { runInChild } = require("../support/child.js");
const { useFolder } = require("../support/folder.js");

const MEGABYTE = 2 ** 20;

/** Makes changes of a megabyte each without a pause, and reports how large the log and the memory have become. */
async function change({ MockStateStore }, persistencePath, count) {
  const fs = require("node:fs");
  const store = new MockStateStore({ enablePersistence: true, persistencePath });
  let log = 0;
  let memory = 0;
  for (let n = 0; n < count; n += 1) {
    await store.setStackStatus({ status: String(n).padEnd(2 ** 20) });
    log = Math.max(log, fs.statSync(`${persistencePath}-journal`).size);
    memory = Math.max(memory, process.memoryUsage.rss());
  }
  return { log, memory, status: (await store.getStackStatus()).status.trim() };
}

describe("large changes that follow each other without a pause", () => {
  const folder = useFolder();

  it("neither fill the disk nor the memory", async () => {
    const { result } = await runInChild(change, [folder("state.json"), 200]);
    expect(result.status).toBe("199");
    // Eight times the 4 MiB at which a checkpoint begins, and the changes that are appended meanwhile.
    expect(result.log).toBeLessThan(48 * MEGABYTE);
    expect(result.memory).toBeLessThan(192 * MEGABYTE);
  });
});
