const { runInChild } = require("../support/child.js");
const { entry } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

/** Starts workers that share a file, ends each in its own way, and answers what they added. */
async function runWorkers({ MockStateStore }, module, persistencePath) {
  const { Worker } = require("node:worker_threads");
  const options = { enablePersistence: true, persistencePath };
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { MockStateStore } = require(${JSON.stringify(module)});
    const store = new MockStateStore(workerData.options);
    store.subscribe(() => {
      parentPort.postMessage("told");
      if (workerData.how === "exits") process.exit();
    });
    store.addCommand([workerData.how]);
    if (workerData.how === "is terminated") setInterval(() => {}, 1000);
    else parentPort.once("message", () => {});`;
  for (const how of ["ends", "exits", "is terminated"]) {
    const worker = new Worker(source, { eval: true, workerData: { how, options } });
    const ended = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    if (how === "is terminated") await worker.terminate();
    else worker.postMessage("end");
    await ended;
  }
  const store = new MockStateStore(options);
  return (await store.getCommands()).map(({ commands: [how] }) => how);
}

describe("worker threads", () => {
  const folder = useFolder();

  it("use one file, are told of changes, and end in any way", async () => {
    const ended = await runInChild(runWorkers, [entry, folder("state.json")]);
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result).toEqual(["ends", "exits", "is terminated"]);
  });
});
