const { runInChild } = require("../support/child.js");
const { useFolder } = require("../support/folder.js");

const MEGABYTE = 2 ** 20;

/**
 * Makes changes of a megabyte each without a pause, over an edit if there is one, and reports how large the log and the
 * memory have become.
 */
async function change({ MockStateStore }, persistencePath, count, edit) {
  const fs = require("node:fs");
  const store = new MockStateStore({ enablePersistence: true, persistencePath });
  if (edit !== null) {
    await store.persistNow();
    fs.writeFileSync(persistencePath, edit);
  }
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

  it.for([
    ["no edit", null],
    ["an edit that does not parse", "half an edit"],
  ])("over %s, fill neither the disk nor the memory", async ([, edit]) => {
    const options = { env: { NODE_NO_WARNINGS: "1" } };
    const { result } = await runInChild(change, [folder("state.json"), 200, edit], options);
    expect(result.status).toBe("199");
    // Eight times the 4 MiB at which a checkpoint begins, and the changes that are appended meanwhile.
    expect(result.log).toBeLessThan(48 * MEGABYTE);
    expect(result.memory).toBeLessThan(192 * MEGABYTE);
  });
});
