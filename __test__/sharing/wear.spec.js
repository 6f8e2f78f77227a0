const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");
const { entry } = require("../support/package.js");

/** How long the writes go on; an hour's worth by `WEAR_SECONDS=60`. */
const SECONDS = Number(process.env.WEAR_SECONDS ?? 5);

/** The process ended by itself, and had nothing to say. */
function expectHealthy({ code, signal, stderr }) {
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: "" });
}

/** Starts and stops threads on one file, and tells what the process holds before and after. */
async function startAndStop({ MockStateStore }, persistencePath, module, count, atOnce) {
  const fs = require("node:fs");
  const { Worker } = require("node:worker_threads");
  const options = { enablePersistence: true, persistencePath, commandHistoryLimit: Infinity, lockTimeoutMs: 60_000 };
  const store = new MockStateStore(options);
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { MockStateStore } = require(${JSON.stringify(module)});
    const store = new MockStateStore(workerData.options);
    store.addCommand([workerData.name]).then(() => parentPort.postMessage("added"));
    if (workerData.stays) setInterval(() => store.setParameter("a", String(Math.random())), 0);`;
  const one = async (n) => {
    const stays = n % 2 === 1;
    const worker = new Worker(source, { eval: true, workerData: { options, name: String(n), stays } });
    const ended = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    if (stays) await worker.terminate();
    await ended;
  };
  const many = async (from, to) => {
    let next = from;
    const lane = async () => {
      while (next < to) await one(next++);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    await store.persistNow();
    gc();
    return { descriptors: fs.readdirSync("/proc/self/fd").length, rss: process.memoryUsage.rss() };
  };
  const before = await many(0, count / 5);
  const after = await many(count / 5, count);
  return { before, after, commands: (await store.getCommands()).length };
}

/** Writes and saves for some seconds, and tells what the process holds before and after. */
async function writeFor({ MockStateStore }, persistencePath, seconds) {
  const fs = require("node:fs");
  const store = new MockStateStore({
    enablePersistence: true,
    persistencePath,
    persistenceDebounceMs: 10,
    lockTimeoutMs: 60_000,
  });
  const folder = require("node:path").dirname(persistencePath);
  let writes = 0;
  let largest = 0;
  const many = async (ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      for (let n = 0; n < 100; n += 1) await store.setParameter(`p-${n}`, String(writes + n));
      writes += 100;
      await new Promise(setImmediate);
      for (const name of fs.readdirSync(folder)) {
        largest = Math.max(largest, fs.statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.size ?? 0);
      }
    }
    await store.persistNow();
    gc();
    return { descriptors: fs.readdirSync("/proc/self/fd").length, rss: process.memoryUsage.rss() };
  };
  const before = await many(seconds * 200);
  const after = await many(seconds * 800);
  return { before, after, writes, largest };
}

describe.runIf(process.platform === "linux")("wear", () => {
  const folder = useFolder();
  const file = () => folder("data", "state.json");
  const onlyTheState = () => expect(fs.readdirSync(folder("data"))).toEqual(["state.json"]);
  const expectBounded = ({ before, after }) => {
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 6);
    expect(after.rss).toBeLessThan(before.rss * 1.5 + 50e6);
  };

  it("of 1,000 threads leaves nothing behind", async () => {
    const ended = await runInChild(startAndStop, [file(), entry, 1000, 8], { flags: ["--expose-gc"] });
    expectHealthy(ended);
    expect(ended.result.commands).toBe(1000);
    expectBounded(ended.result);
    onlyTheState();
  });

  it("of 200 processes leaves nothing behind", async () => {
    let next = 0;
    const lane = async () => {
      while (next < 200) {
        const ended = await runInChild(
          async ({ MockStateStore }, persistencePath, name) => {
            const options = { enablePersistence: true, persistencePath, persistenceDebounceMs: 1 };
            const store = new MockStateStore({ ...options, lockTimeoutMs: 60_000 });
            for (let n = 0; n < 3; n += 1) await store.addCommand([`${name}-${n}`]);
            if (name % 3 === 0) process.exit();
            if (name % 3 === 1) await store.close();
          },
          [file(), next++],
        );
        expectHealthy(ended);
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    onlyTheState();
    const commands = readState(file()).ssm.commands.map(({ commands: [text] }) => text);
    const all = Array.from({ length: 200 }, (_, name) => [0, 1, 2].map((n) => `${name}-${n}`)).flat();
    expect(commands.toSorted()).toEqual(all.sort());
  });

  it("of an hour's writes, from two processes, leaves nothing behind", async () => {
    const ends = await Promise.all(
      [0, 1].map(() => runInChild(writeFor, [file(), SECONDS], { flags: ["--expose-gc"] })),
    );
    for (const ended of ends) {
      expectHealthy(ended);
      expectBounded(ended.result);
      // Also the journal is folded in while it is written to.
      expect(ended.result.largest).toBeLessThan(100e6);
    }
    onlyTheState();
  });
});
