const { runInChild } = require("./child.js");
const { until } = require("./until.js");

const ATTEMPTS = 2000;

/** Runs in the process: writes for as long as it lives; large values, so that it mostly holds the lock. */
async function writeOn({ MockStateStore }, persistencePath) {
  const store = new MockStateStore({ enablePersistence: true, persistencePath, persistenceDebounceMs: 10 });
  await store.getInstance();
  process.stdout.write("writing");
  for (let n = 0; ; n += 1) {
    await store.setParameter("holder", `${n % 10}`.repeat(50_000));
    if (n % 10 === 0) await new Promise(setImmediate);
  }
}

/**
 * Starts a process that is to be stopped while it holds the lock of a file: `stop(call)` stops it until `call`
 * rejects with `ERR_BUSY`. `kill(signal)` sends it another signal, `end()` ends it and resolves when it has.
 */
async function startHolder(file) {
  let output = "";
  let holder;
  const ended = runInChild(writeOn, [file], {
    onSpawn: (child) => {
      holder = child;
      child.stdout.on("data", (text) => {
        output += text;
      });
    },
  });
  await until(() => output === "writing");
  return {
    pid: holder.pid,
    kill: (signal) => holder.kill(signal),
    async stop(call) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        holder.kill("SIGSTOP");
        const code = await call(attempt).then(
          () => undefined,
          (error) => error.code,
        );
        if (code === "ERR_BUSY") return;
        expect(code).toBe(undefined);
        holder.kill("SIGCONT");
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      throw new Error("was never found to hold the lock");
    },
    async end() {
      holder.kill("SIGKILL");
      await ended;
    },
  };
}

module.exports = { startHolder };
