const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { copyPackage, entry } = require("./package.js");

/**
 * Runs `program(module, ...args)` in a Node process of its own, `module` being `mock-state-store` there.
 * The program is carried over as text: it sees its arguments and Node's globals, nothing of the spec.
 * Resolves when the process has ended; `result` is what the program returned, through JSON. It runs as `user`, if one
 * is given.
 */
function runInChild(program, args = [], { env = {}, flags = [], cwd, onSpawn, user } = {}) {
  const readable = user === undefined ? entry : readableCopy();
  const source = `
    ${user === undefined ? "" : `process.setuid(${user});`}
    const result = (${program})(require(${JSON.stringify(readable)}), ...${JSON.stringify(args)});
    Promise.resolve(result).then((value) => {
      if (value !== undefined) process.stdout.write(JSON.stringify(value));
    });`;
  const running = runNode([...flags, "-e", source], { env, cwd, onSpawn });
  return readable === entry ? running : running.finally(() => fs.rmSync(path.dirname(readable), { recursive: true }));
}

/** The entry of a copy of the package that every user can read. */
function readableCopy() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mock-state-store-readable-"));
  fs.chmodSync(folder, 0o755);
  return copyPackage(folder);
}

/** Runs Node with arguments, and resolves to how it ended and what it printed. */
function runNode(args, { env = {}, cwd = __dirname, onSpawn } = {}) {
  const inherited = { ...process.env };
  for (const name of ["MOCK_STATE_STORE_PATH", "NODE_OPTIONS", "JEST_WORKER_ID", "VITEST"]) delete inherited[name];
  const child = spawn(process.execPath, args, { env: { ...inherited, ...env }, cwd });
  onSpawn?.(child);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      printed[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({
        ...printed,
        code,
        signal,
        get result() {
          if (code !== 0) throw new Error(`ended with ${code ?? signal}: ${printed.stderr}`);
          return JSON.parse(printed.stdout);
        },
      });
    });
  });
}

module.exports = { runInChild, runNode };
