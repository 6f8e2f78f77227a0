const { spawn } = require("node:child_process");
const path = require("node:path");
const { root } = require("./package.js");

const command = path.join(root, "bin", "mock-state-store.js");

/**
 * Runs the command line with arguments; `ended` resolves to how it ended, `ready` to the variables that it prints, and
 * to nothing where it ends first.
 */
function runCommand(args, { env = {}, cwd } = {}) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|MOCK_STATE_STORE_|NODE_OPTIONS|FORCE_COLOR|NO_COLOR)/.test(name),
  );
  const child = spawn(process.execPath, [command, ...args], { env: { ...Object.fromEntries(inherited), ...env }, cwd });
  let [stdout, stderr] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const ready = new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      if (/^export AWS_ENDPOINT_URL=.*\n/m.test(stdout)) resolve(variables(stdout));
    });
    child.once("close", () => resolve(undefined));
  });
  return { child, ended, ready };
}

function variables(text) {
  return Object.fromEntries([...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
}

module.exports = { runCommand };
