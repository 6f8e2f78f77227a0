const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { entry } = require("./package.js");

/** Runs in the other process: makes the calls it receives as messages, and sends back their answers. */
function obey({ MockStateStore }, options) {
  const warnings = [];
  process.on("warning", ({ code, message }) => warnings.push({ code, message }));
  const store = new MockStateStore(options);
  process.on("message", ({ id, method, args }) => {
    if (method === "leave") return process.disconnect();
    const [name, owner] = method.split(".").reverse();
    const call = async () => (owner ? store[owner] : store)[name](...args);
    const answer = method === "warnings" ? Promise.resolve(warnings) : call();
    answer.then(
      (value) => process.send({ id, value }),
      ({ code, message }) => process.send({ id, error: { code, message } }),
    );
  });
  process.send({ id: 0 });
}

/**
 * Starts another process that has a store, and resolves once it is open. Its methods are called by
 * `call("setParameter", "a", "b")` or `call("clock.now")`; `leave()` lets it end, `kill()` ends it, and both resolve when it has.
 */
async function startCompanion(persistencePath, options = {}, { cwd, module = entry } = {}) {
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  for (const name of ["MOCK_STATE_STORE_PATH", "NODE_OPTIONS", "JEST_WORKER_ID", "VITEST"]) delete env[name];
  const all = { enablePersistence: true, persistencePath, ...options };
  const source = `(${obey})(require(${JSON.stringify(module)}), ${JSON.stringify(all)})`;
  const child = spawn(process.execPath, ["-e", source], { env, cwd, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, stderr }));
  const asked = new Map();
  const answerTo = (id) =>
    new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      ended.then(({ code, signal }) => reject(new Error(`the companion ended with ${code ?? signal}: ${stderr}`)));
    });
  child.on("message", ({ id, value, error }) => {
    const { resolve, reject } = asked.get(id);
    asked.delete(id);
    if (error) reject(Object.assign(new Error(error.message), { code: error.code }));
    else resolve(value);
  });
  await answerTo(0);
  let calls = 0;
  return {
    pid: child.pid,
    call(method, ...args) {
      calls += 1;
      const answer = answerTo(calls);
      child.send({ id: calls, method, args });
      return answer;
    },
    leave() {
      // Where it is this side that disconnects, "close" never comes.
      if (child.connected) child.send({ method: "leave" });
      return ended;
    },
    kill(signal = "SIGKILL") {
      child.kill(signal);
      return ended;
    },
  };
}

/** `startCompanion` for a spec file, which ends those that are left after each test. */
function useCompanions() {
  const companions = [];
  afterEach(async () => {
    await Promise.all(companions.splice(0).map((companion) => companion.kill()));
  });
  return async (...args) => {
    const companion = await startCompanion(...args);
    companions.push(companion);
    return companion;
  };
}

module.exports = { startCompanion, useCompanions };
