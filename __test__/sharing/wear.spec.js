const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { repeated } = require("../support/effort.js");
const { useFolder, readState } = require("../support/folder.js");
const { entry } = require("../support/package.js");

const THREADS = repeated(500);
const PROCESSES = repeated(100);
const WRITES = repeated(600_000);

/**
 * What may be added to the memory of the process by each thread or write, in bytes: less than one leaves behind if
 * anything of it stays. A thread's environment in Node takes more than 1 MB. A change that is not forgotten takes
 * more than 100 bytes (name, value, time).
 */
const MOST_PER_THREAD = 100_000;
const MOST_PER_WRITE = 100;

/** The process ended by itself and printed nothing. */
function expectHealthy({ code, signal, stderr }) {
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: "" });
}

/** Starts and stops threads on one file; answers what the process holds after a fifth of them and after all. */
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

/** Writes and saves; answers what the process holds after a third of the writes and after all. */
async function writeMuch({ MockStateStore }, persistencePath, count) {
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
  const many = async (last) => {
    while (writes < last) {
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
  const before = await many(count / 3);
  const after = await many(count);
  return { before, after, largest };
}

describe("wear", () => {
  const folder = useFolder();
  const file = () => folder("data", "state.json");
  const onlyTheState = () => expect(fs.readdirSync(folder("data"))).toEqual(["state.json"]);
  const expectNothingKept = ({ before, after }, most) => {
    // libuv and the runtime of the binary may open a few of their own at any time.
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 6);
    expect(after.rss - before.rss).toBeLessThan(most);
  };
  beforeEach((context) => {
    if (process.platform !== "linux") context.skip("open files are counted in /proc");
  });

  it("of many threads leaves nothing behind", async () => {
    const ended = await runInChild(startAndStop, [file(), entry, THREADS, 8], { flags: ["--expose-gc"] });
    expectHealthy(ended);
    expect(ended.result.commands).toBe(THREADS);
    expectNothingKept(ended.result, (THREADS * 4 * MOST_PER_THREAD) / 5);
    onlyTheState();
  });

  it("of many processes leaves nothing behind", async () => {
    let next = 0;
    const lane = async () => {
      while (next < PROCESSES) {
        const ended = await runInChild(
          async ({ MockStateStore }, persistencePath, name) => {
            const options = { persistenceDebounceMs: 1, commandHistoryLimit: Infinity, lockTimeoutMs: 60_000 };
            const store = new MockStateStore({ enablePersistence: true, persistencePath, ...options });
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
    const all = Array.from({ length: PROCESSES }, (_, name) => [0, 1, 2].map((n) => `${name}-${n}`)).flat();
    expect(commands.toSorted()).toEqual(all.sort());
  });

  it("of many writes, from two processes, leaves nothing behind", async () => {
    const ends = await Promise.all(
      [0, 1].map(() => runInChild(writeMuch, [file(), WRITES], { flags: ["--expose-gc"] })),
    );
    for (const ended of ends) {
      expectHealthy(ended);
      expectNothingKept(ended.result, (WRITES * 2 * MOST_PER_WRITE) / 3);
      // Checkpoints also take place while the journal is written to.
      expect(ended.result.largest).toBeLessThan(100e6);
    }
    onlyTheState();
  });
});
