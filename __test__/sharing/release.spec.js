const { once } = require("node:events");
const fs = require("node:fs");
const v8 = require("node:v8");
const vm = require("node:vm");
const { Worker } = require("node:worker_threads");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");
const { startHolder } = require("../support/holder.js");
const { entry } = require("../support/package.js");
const { until } = require("../support/until.js");

v8.setFlagsFromString("--expose-gc");
const gc = vm.runInNewContext("gc");

/** What an event loop that waits for a lock is blocked for at least. */
const BLOCKED_MS = 10_000;
const PATIENT = { lockTimeoutMs: 30_000 };

describe("while a stopped process holds the lock of a file, a store of it that is given back", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const opened = (persistencePath, options) =>
    new MockStateStore({ enablePersistence: true, persistencePath, ...options });
  let holder;
  let store;

  beforeEach(async () => {
    holder = await startHolder(file());
    store = opened(file(), PATIENT);
    const impatient = opened(file(), { lockTimeoutMs: 100 });
    await store.getInstance();
    await holder.stop((attempt) => impatient.setParameter("attempt", String(attempt)));
    await impatient.close().catch(() => {});
  });
  afterEach(() => holder.end());

  /** How long something takes that must not wait. */
  function timed(call) {
    const started = performance.now();
    const value = call();
    expect(performance.now() - started).toBeLessThan(BLOCKED_MS);
    return value;
  }

  it("does not block the constructor of a store of another file", async () => {
    const closing = store.close();
    await new Promise(setImmediate);
    const other = timed(() => opened(folder("other.json")));
    await other.setParameter("a", "b");
    expect(await other.getParameter("a")).toBe("b");
    await other.close();
    holder.kill("SIGCONT");
    await closing;
  });

  it("does not block the constructor of a store of the same file, whose calls wait", async () => {
    const closing = store.close();
    await new Promise(setImmediate);
    const again = timed(() => opened(file(), PATIENT));
    const call = again.setParameter("a", "b");
    holder.kill("SIGCONT");
    await Promise.all([closing, call]);
    expect(await again.getParameter("a")).toBe("b");
    await again.close();
  });

  it("keeps a worker that ends no longer than one store waits, however many it has", async () => {
    const source = `
      const { parentPort, workerData } = require("node:worker_threads");
      const { MockStateStore } = require(${JSON.stringify(entry)});
      const options = { enablePersistence: true, persistencePath: workerData, lockTimeoutMs: 1000 };
      globalThis.stores = Array.from({ length: 10 }, () => new MockStateStore(options));
      parentPort.once("message", () => {});
      parentPort.postMessage("open");`;
    const thread = new Worker(source, { eval: true, workerData: folder("other.json") });
    await once(thread, "message");
    const other = await startHolder(folder("other.json"));
    const probe = opened(folder("other.json"), { lockTimeoutMs: 100 });
    await other.stop((attempt) => probe.setParameter("attempt", String(attempt)));
    await probe.close().catch(() => {});
    const started = performance.now();
    await thread.terminate();
    expect(performance.now() - started).toBeLessThan(5000);
    await other.end();
    // Whoever is the last one to leave now leaves nothing behind.
    await until(async () => {
      const last = opened(folder("other.json"), PATIENT);
      await last.getInstance();
      await last.close();
      return !fs.existsSync(folder("other.json-lock"));
    });
  });

  it("does not block the event loop where it is collected, and is gone once nobody is waited for", async () => {
    let isCollected = false;
    const registry = new FinalizationRegistry(() => {
      isCollected = true;
    });
    registry.register(store, undefined);
    store = undefined;
    let last = performance.now();
    let longest = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      gc();
    }, 5);
    await until(() => isCollected, `collected, ${registry}`);
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    clearInterval(timer);
    expect(longest).toBeLessThan(BLOCKED_MS);
    await holder.end();
    await until(() => !fs.existsSync(folder("state.json-lock")));
  });
});
