const { runInChild, runNode } = require("../support/child.js");
const { entry } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

describe("a subscription", () => {
  const folder = useFolder();

  it("does not keep a process alive", async () => {
    const ended = await runInChild(async ({ MockStateStore }) => {
      const store = new MockStateStore();
      store.subscribe(() => {});
      store.changes().next();
      await store.setGlobalLatency(1);
      return "left";
    });
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result).toBe("left");
  });

  it("does not keep a module alive that awaits the next change", async () => {
    const source = `
      import { MockStateStore } from ${JSON.stringify(`file://${entry}`)};
      for await (const change of new MockStateStore().changes()) console.log(change);`;
    const ended = await runNode(["--input-type=module", "-e", source]);
    expect(ended).toMatchObject({ code: 13, stdout: "" });
  });

  it("makes an uncaught exception of what a listener throws, after the other listeners were called", async () => {
    const { result } = await runInChild(async ({ MockStateStore }) => {
      const store = new MockStateStore();
      const seen = [];
      process.on("uncaughtException", (error) => seen.push(error.message));
      store.subscribe(() => {
        throw new Error("thrown");
      });
      store.subscribe(({ revision }) => seen.push(revision));
      await store.setGlobalLatency(1);
      while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      await store.setGlobalLatency(2);
      while (seen.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
      return seen;
    });
    expect(result).toEqual([1, "thrown", 2, "thrown"]);
  });

  it("ends a process whose listener throws", async () => {
    const ended = await runInChild(async ({ MockStateStore }) => {
      const store = new MockStateStore();
      store.subscribe(() => {
        throw new Error("thrown");
      });
      await store.setGlobalLatency(1);
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("Error: thrown");
  });

  it("lets a listener end the process", async () => {
    const ended = await runInChild(async ({ MockStateStore }) => {
      const store = new MockStateStore();
      store.subscribe(() => process.exit(7));
      await store.setGlobalLatency(1);
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    });
    expect(ended).toMatchObject({ code: 7, signal: null, stderr: "" });
  });

  it("delivers what another thread has changed in the same file", async () => {
    const { result } = await runInChild(
      async ({ MockStateStore }, module, persistencePath) => {
        const { Worker } = require("node:worker_threads");
        const options = { enablePersistence: true, persistencePath };
        const source = `
          const { parentPort, workerData } = require("node:worker_threads");
          const { MockStateStore } = require(${JSON.stringify(module)});
          const store = new MockStateStore(workerData);
          parentPort.on("message", (value) => store.setParameter("a", String(value)));
          parentPort.postMessage("ready");`;
        const worker = new Worker(source, { eval: true, workerData: options });
        await new Promise((resolve) => worker.once("message", resolve));
        const store = new MockStateStore(options);
        const told = [];
        for (let value = 0; value < 10; value += 1) {
          const changes = store.changes({ sections: ["parameters"] });
          worker.postMessage(value);
          const change = (await changes.next()).value;
          told.push(Number(change.entries[0].value.value));
          await changes.return();
        }
        await worker.terminate();
        return told;
      },
      [entry, folder("state.json")],
    );
    expect(result).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("misses no change of a thread that makes changes without a pause, and does not block the event loop", async () => {
    const { result } = await runInChild(
      async ({ MockStateStore }, module, persistencePath) => {
        const { Worker } = require("node:worker_threads");
        const options = { enablePersistence: true, persistencePath };
        const source = `
          const { workerData } = require("node:worker_threads");
          const { MockStateStore } = require(${JSON.stringify(module)});
          const store = new MockStateStore(workerData);
          for (let n = 0; ; n += 1) store.setGlobalLatency(n);`;
        const store = new MockStateStore(options);
        let expected = 0;
        let gaps = 0;
        store.subscribe(({ previousRevision, revision }) => {
          if (previousRevision !== expected) gaps += 1;
          expected = revision;
        });
        store.subscribe(() => {}, { sections: ["backups"] });
        const worker = new Worker(source, { eval: true, workerData: options });
        for (let turn = 0; turn < 100 || expected < 10_000; turn += 1) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await worker.terminate();
        return gaps;
      },
      [entry, folder("state.json")],
    );
    expect(result).toBe(0);
  });
});
