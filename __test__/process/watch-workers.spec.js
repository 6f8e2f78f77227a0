const { runInChild } = require("../support/child.js");
const { repeated } = require("../support/effort.js");
const { entry } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

/** A worker that subscribes to a store, and posts a message at each change. */
const WATCHER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { MockStateStore } = require(${JSON.stringify(entry)});
  const store = new MockStateStore(workerData.options);
  const end = store.subscribe(() => {
    parentPort.postMessage("told");
    if (workerData.how === "unsubscribes") end();
    if (workerData.how === "exits in the listener") process.exit(0);
  });
  if (workerData.how === "iterates") (async () => { for await (const _ of store.changes()); })();
  if (workerData.how === "is terminated") setInterval(() => {}, 1000);
  else parentPort.once("message", () => {});`;

/** A worker that changes a store without a pause. */
const WRITER = `
  const { workerData } = require("node:worker_threads");
  const { MockStateStore } = require(${JSON.stringify(entry)});
  const store = new MockStateStore(workerData);
  (async () => {
    for (let n = 0; ; n += 1) await store.setGlobalLatency(n);
  })();`;

async function storm(_, { watcher, writer, count, atOnce, persistencePath, leave }) {
  const { Worker } = require("node:worker_threads");
  const options = { enablePersistence: true, persistencePath };
  const hows = ["is terminated", "exits in the listener", "unsubscribes", "iterates", "ends"];
  const busy = new Worker(writer, { eval: true, workerData: options });
  let told = 0;
  const one = async (n) => {
    const how = hows[n % hows.length];
    const worker = new Worker(watcher, { eval: true, workerData: { how, options } });
    const ended = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    told += 1;
    if (how === "is terminated") await worker.terminate();
    else worker.postMessage("end");
    await ended;
  };
  let next = 0;
  const lane = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  if (leave) process.exit(11);
  await busy.terminate();
  return told;
}

describe("worker threads that subscribe to a store", () => {
  const folder = useFolder();
  const options = () => ({ watcher: WATCHER, writer: WRITER, persistencePath: folder("state.json") });

  it("start and stop while another one makes changes", async () => {
    const count = repeated(100);
    const ended = await runInChild(storm, [{ ...options(), count, atOnce: 4 }]);
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result).toBe(count);
  });

  it("can still run when the process exits during the changes", async () => {
    for (let round = 0; round < repeated(5); round += 1) {
      const ended = await runInChild(storm, [{ ...options(), count: 4, atOnce: 2, leave: true }]);
      expect(ended).toMatchObject({ code: 11, signal: null, stderr: "" });
    }
  });
});
