const { runInChild } = require("../support/child.js");
const { repeated } = require("../support/effort.js");
const { entry } = require("../support/package.js");
const { useFolder, readState } = require("../support/folder.js");

/** A worker that makes a store, changes it and posts what it then reads. */
const WORKER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { MockStateStore } = require(${JSON.stringify(entry)});
  const store = new MockStateStore(workerData);
  store.setParameter("a", "b");
  store.getState().then((state) => parentPort.postMessage(state.ssm.parameters.a.value));`;

/** Starts and stops worker threads, some of which end by themselves and some of which are terminated. */
async function startAndStop(_, source, count, atOnce, folder) {
  const { Worker } = require("node:worker_threads");
  let answers = 0;
  const one = async (n) => {
    const persistent = folder && n % 10 === 0;
    const options = persistent ? { enablePersistence: true, persistencePath: `${folder}/${n}.json` } : {};
    const worker = new Worker(source, { eval: true, workerData: options });
    const ended = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    answers += 1;
    if (n % 2) await worker.terminate();
    await ended;
  };
  let next = 0;
  const lane = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return answers;
}

describe("worker threads", () => {
  const folder = useFolder();

  it("start and stop, several at a time", async () => {
    const count = repeated(300);
    const ended = await runInChild(startAndStop, [WORKER, count, 8, folder()]);
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result).toBe(count);
    for (let n = 0; n < count; n += 10) expect(readState(folder(`${n}.json`)).ssm.parameters.a.value).toBe("b");
  });

  it("can load the addon one after the other where the main thread does not load it", async () => {
    const ended = await runInChild(startAndStop, [WORKER, 20, 1]);
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result).toBe(20);
  });

  it("each have their own store from getMockStateStore()", async () => {
    const { result } = await runInChild(
      async ({ getMockStateStore }, module) => {
        const { Worker } = require("node:worker_threads");
        await getMockStateStore().setParameter("a", "main");
        const source = `
          const { getMockStateStore } = require(${JSON.stringify(module)});
          const store = getMockStateStore();
          store.getParameter("a").then(async (seen) => {
            await store.setParameter("a", "worker");
            require("node:worker_threads").parentPort.postMessage(seen);
          });`;
        const seen = await new Promise((resolve) => new Worker(source, { eval: true }).once("message", resolve));
        return [seen, await getMockStateStore().getParameter("a")];
      },
      [entry],
    );
    expect(result).toEqual([null, "main"]);
  });

  it("can still run when the process exits", async () => {
    for (let round = 0; round < repeated(5); round += 1) {
      const ended = await runInChild(
        async (_, source) => {
          const { Worker } = require("node:worker_threads");
          const busy = `${source}; setInterval(() => store.setParameter("a", String(Math.random())), 0);`;
          const workers = Array.from({ length: 4 }, () => new Worker(busy, { eval: true, workerData: {} }));
          await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
          process.exit(11);
        },
        [WORKER],
      );
      expect(ended).toMatchObject({ code: 11, signal: null, stderr: "" });
    }
  });
});
