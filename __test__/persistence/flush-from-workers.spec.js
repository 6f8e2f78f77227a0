const { runInChild } = require("../support/child.js");
const { entry } = require("../support/package.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

/** A worker with a pending change; it ends as `leave`, which runs in it, says. */
const worker = (leave) => `
  const { parentPort, workerData } = require("node:worker_threads");
  const { MockStateStore } = require(${JSON.stringify(entry)});
  const store = new MockStateStore({
    enablePersistence: true,
    persistencePath: workerData,
    persistenceDebounceMs: 3_600_000,
  });
  store.setParameter("a", "b");
  parentPort.postMessage("changed");
  (${leave})(parentPort, store);`;

describe("what is pending in a worker thread is saved when", () => {
  const folder = useFolder();
  const file = () => folder("state.json");

  it.each([
    { end: "it ends naturally", leave: () => {} },
    { end: "it calls process.exit()", leave: () => process.exit(0) },
    {
      end: "it throws",
      leave: () => {
        throw new Error("uncaught");
      },
    },
  ])("$end", async ({ leave }) => {
    const { result } = await runInChild(
      async (_, source, workerData) => {
        const { Worker } = require("node:worker_threads");
        const thread = new Worker(source, { eval: true, workerData });
        thread.on("error", () => {});
        await new Promise((resolve) => thread.once("exit", resolve));
        return JSON.parse(require("node:fs").readFileSync(workerData, "utf8")).ssm.parameters.a.value;
      },
      [worker(leave), file()],
    );
    expect(result).toBe("b");
  });

  it("it is terminated", async () => {
    const { result } = await runInChild(
      async (_, source, workerData) => {
        const { Worker } = require("node:worker_threads");
        const thread = new Worker(source, { eval: true, workerData });
        await new Promise((resolve) => thread.once("message", resolve));
        await thread.terminate();
        return JSON.parse(require("node:fs").readFileSync(workerData, "utf8")).ssm.parameters.a.value;
      },
      [worker(() => setInterval(() => {}, 1000)), file()],
    );
    expect(result).toBe("b");
  });

  it("it ends while the main thread has the file open", async () => {
    const { result } = await runInChild(
      async ({ MockStateStore }, source, persistencePath) => {
        const { Worker } = require("node:worker_threads");
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        const thread = new Worker(source, { eval: true, workerData: persistencePath });
        await new Promise((resolve) => thread.once("exit", resolve));
        const saved = JSON.parse(require("node:fs").readFileSync(persistencePath, "utf8")).ssm.parameters.a.value;
        return [saved, await store.getParameter("a")];
      },
      [worker(() => {}), file()],
    );
    expect(result).toEqual(["b", "b"]);
  });

  it("others that have the file open end at the same moment, and nothing is left beside it", async () => {
    const { result } = await runInChild(
      async (_, source, folder) => {
        const { Worker } = require("node:worker_threads");
        const fs = require("node:fs");
        const found = [];
        for (let round = 0; round < 10; round += 1) {
          const workerData = `${folder}/${round}/state.json`;
          const threads = ["a", "b", "c", "d"].map(
            (name) => new Worker(source, { eval: true, workerData, argv: [name] }),
          );
          const ended = threads.map((thread) => new Promise((resolve) => thread.once("exit", resolve)));
          await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once("message", resolve))));
          for (const thread of threads) thread.postMessage("end");
          await Promise.all(ended);
          const { parameters } = JSON.parse(fs.readFileSync(workerData, "utf8")).ssm;
          found.push([
            ...fs.readdirSync(`${folder}/${round}`),
            ...["a", "b", "c", "d"].filter((name) => name in parameters),
          ]);
        }
        return found;
      },
      [
        worker((port, store) => port.once("message", () => store.setParameter(process.argv[2], "x".repeat(1e6)))),
        folder(),
      ],
    );
    expect(result).toEqual(Array(10).fill(["state.json", "a", "b", "c", "d"]));
  });

  it("it ends while it closes its store, and nothing is left beside it", async () => {
    const { result } = await runInChild(
      async (_, source, folder) => {
        const { Worker } = require("node:worker_threads");
        const fs = require("node:fs");
        const found = [];
        for (let round = 0; round < 5; round += 1) {
          const workerData = `${folder}/${round}/state.json`;
          const thread = new Worker(source, { eval: true, workerData });
          await new Promise((resolve) => thread.once("exit", resolve));
          const { a } = JSON.parse(fs.readFileSync(workerData, "utf8")).ssm.parameters;
          found.push([a.value.length, ...fs.readdirSync(`${folder}/${round}`)]);
        }
        return found;
      },
      [
        worker(async (_, store) => {
          await store.setParameter("a", "x".repeat(1e6));
          store.close();
          setImmediate(() => process.exit(0));
        }),
        folder(),
      ],
    );
    expect(result).toEqual(Array(5).fill([1e6, "state.json"]));
  });

  it("the main thread calls process.exit()", async () => {
    const ended = await runInChild(
      async (_, source, workerData) => {
        const { Worker } = require("node:worker_threads");
        const thread = new Worker(source, { eval: true, workerData });
        await new Promise((resolve) => thread.once("message", resolve));
        process.exit(9);
      },
      [worker(() => setInterval(() => {}, 1000)), file()],
    );
    expect(ended).toMatchObject({ code: 9, signal: null });
    expect(readState(file()).ssm.parameters.a.value).toBe("b");
    expect(namesIn(folder())).toEqual(["state.json"]);
  });

  it("an uncaught exception ends the main thread", async () => {
    const ended = await runInChild(
      async (_, source, workerData) => {
        const { Worker } = require("node:worker_threads");
        const thread = new Worker(source, { eval: true, workerData });
        thread.once("message", () => {
          throw new Error("uncaught");
        });
      },
      [worker(() => setInterval(() => {}, 1000)), file()],
    );
    expect(ended).toMatchObject({ code: 1, signal: null });
    expect(readState(file()).ssm.parameters.a.value).toBe("b");
  });

  it("it ends with changes of the main thread and its own in different files", async () => {
    await runInChild(
      async ({ MockStateStore }, source, workerData, mainFile) => {
        const { Worker } = require("node:worker_threads");
        const store = new MockStateStore({ enablePersistence: true, persistencePath: mainFile });
        store.setParameter("a", "main");
        const thread = new Worker(source, { eval: true, workerData });
        await new Promise((resolve) => thread.once("exit", resolve));
        store.setParameter("a", "main again");
        process.exit();
      },
      [worker(() => {}), file(), folder("main.json")],
    );
    expect(readState(file()).ssm.parameters.a.value).toBe("b");
    expect(readState(folder("main.json")).ssm.parameters.a.value).toBe("main again");
  });
});
