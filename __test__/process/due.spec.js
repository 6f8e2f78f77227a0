const { runInChild } = require("../support/child.js");
const { entry } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

/** A worker that is told of what is due, and says so; it ends when it is told to. */
const WORKER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { MockStateStore } = require(${JSON.stringify(entry)});
  const store = new MockStateStore(workerData);
  store.subscribe(({ entries }) => {
    if (entries.some(({ type }) => type === "globalLatency")) parentPort.postMessage("told");
  });
  store.schedule(30, { faults: { globalLatencyMs: 5 } });
  parentPort.once("message", () => {});`;

describe("what is scheduled", () => {
  const folder = useFolder();

  it("is told to a watcher when it is due, without a call", async () => {
    const { result } = await runInChild(async ({ MockStateStore }) => {
      const store = new MockStateStore();
      const alive = setInterval(() => {}, 1000);
      const told = new Promise((resolve) => {
        store.subscribe(({ entries }) => {
          const latency = entries.find(({ type }) => type === "globalLatency");
          if (latency) resolve(latency.value);
        });
      });
      await store.schedule(30, { faults: { globalLatencyMs: 5 } });
      const value = await told;
      clearInterval(alive);
      return value;
    });
    expect(result).toBe(5);
  });

  it("does not keep a process alive, watched or not", async () => {
    for (const isWatched of [false, true]) {
      const ended = await runInChild(
        async ({ MockStateStore }, watched) => {
          const store = new MockStateStore();
          const alive = setInterval(() => {}, 1000);
          // Once it has been told of the call, the watcher waits for what is due.
          const told = watched ? new Promise((resolve) => store.subscribe(resolve)) : undefined;
          await store.schedule(3_600_000, { ours: 1 });
          await told;
          clearInterval(alive);
          return "left";
        },
        [isWatched],
      );
      expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
      expect(ended.result).toBe("left");
    }
  });

  it("is told to a watcher in a worker thread, which ends in peace", async () => {
    const ended = await runInChild(
      async (_, source, persistencePath) => {
        const { Worker } = require("node:worker_threads");
        for (const options of [{}, { enablePersistence: true, persistencePath }]) {
          const worker = new Worker(source, { eval: true, workerData: options });
          const end = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
          await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
          worker.postMessage("end");
          await end;
        }
        return "ended";
      },
      [WORKER, folder("state.json")],
    );
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result).toBe("ended");
  });

  it("does not keep a worker thread alive", async () => {
    const ended = await runInChild(
      async (_, module) => {
        const { Worker } = require("node:worker_threads");
        const source = `
          const { MockStateStore } = require(${JSON.stringify(module)});
          const store = new MockStateStore();
          const alive = setInterval(() => {}, 1000);
          store.subscribe(() => clearInterval(alive));
          store.schedule(3_600_000, { ours: 1 });`;
        const worker = new Worker(source, { eval: true });
        return new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
      },
      [entry],
    );
    expect(ended.result).toBe(0);
  });
});
