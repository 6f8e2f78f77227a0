const { spawn } = require("node:child_process");
const { entry } = require("./package.js");

/**
 * Runs `program(module, ...args)` in a Node process of its own, `module` being `mock-state-store` there.
 * The program is carried over as text: it sees its arguments and Node's globals, nothing of the spec.
 * Resolves when the process has ended; `result` is what the program returned, through JSON.
 */
function runInChild(program, args = [], { env = {}, flags = [], cwd, onSpawn } = {}) {
  const source = `
    const result = (${program})(require(${JSON.stringify(entry)}), ...${JSON.stringify(args)});
    Promise.resolve(result).then((value) => {
      if (value !== undefined) process.stdout.write(JSON.stringify(value));
    });`;
  return runNode([...flags, "-e", source], { env, cwd, onSpawn });
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
