const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { entry } = require("../support/package.js");
const { useFolder, readState } = require("../support/folder.js");

describe("two stores of one file in a process", () => {
  const folder = useFolder();
  const opened = (persistencePath) => new MockStateStore({ enablePersistence: true, persistencePath });

  it("hold one state, however the path is written", async () => {
    const first = opened(folder("state.json"));
    await first.setParameter("a", "1");
    const second = opened(`${folder()}${path.sep}.${path.sep}state.json`);
    expect(await second.getParameter("a")).toBe("1");
    await second.setParameter("a", "2");
    expect(await first.getParameter("a")).toBe("2");
    await first.persistNow();
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("2");
  });

  it("find the defaults where the file was removed between them", async () => {
    const first = opened(folder("state.json"));
    await first.setParameter("a", "1");
    await first.persistNow();
    fs.rmSync(folder("state.json"));
    expect(await opened(folder("state.json")).getParameter("a")).toBe(null);
  });

  it("find the file as it was edited between them", async () => {
    const first = opened(folder("state.json"));
    await first.setParameter("a", "1");
    await first.persistNow();
    const state = readState(folder("state.json"));
    state.ssm.parameters.a.value = "edited";
    fs.writeFileSync(folder("state.json"), JSON.stringify(state));
    expect(await opened(folder("state.json")).getParameter("a")).toBe("edited");
  });

  it("hold one state across worker threads", async () => {
    const { result } = await runInChild(
      async ({ MockStateStore }, persistencePath, module) => {
        const { Worker } = require("node:worker_threads");
        const options = { enablePersistence: true, persistencePath };
        const store = new MockStateStore(options);
        await store.setParameter("a", "main");
        const source = `
          const { parentPort, workerData } = require("node:worker_threads");
          const { MockStateStore } = require(${JSON.stringify(module)});
          const store = new MockStateStore(workerData);
          store.getParameter("a").then(async (seen) => {
            await store.setParameter("b", "worker");
            parentPort.postMessage(seen);
          });`;
        const worker = new Worker(source, { eval: true, workerData: options });
        const seen = await new Promise((resolve) => worker.once("message", resolve));
        return [seen, await store.getParameter("b")];
      },
      [folder("state.json"), entry],
    );
    expect(result).toEqual(["main", "worker"]);
  });
});
