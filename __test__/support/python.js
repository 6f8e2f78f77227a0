const { spawn } = require("node:child_process");
const os = require("node:os");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { python } = require("../../scripts/python.js");

/** A store with an endpoint for each test. `start(options)` resolves to the store and the ways to call it. */
function useEndpoint() {
  const open = [];
  afterEach(async () => {
    for (const closable of open.splice(0)) await closable.close();
  });
  return async (options) => {
    const store = new MockStateStore(options);
    const endpoint = await startEndpoint({ store, port: 0 });
    open.push(endpoint, store);
    return {
      store,
      /** What a script of this folder shows. */
      script: async (name, ...args) => parsed(await run([path.join(__dirname, "../python", name), ...args], endpoint)),
      /** How a program ends that is given as text. */
      code: (text) => run(["-c", text], endpoint),
      /** How the aws command line ends, and what it prints. */
      aws: async (...args) => {
        const ended = await run(["-m", "awscli", "--output", "json", ...args], endpoint);
        return { ...ended, json: ended.stdout.trim() === "" ? undefined : JSON.parse(ended.stdout) };
      },
    };
  };
}

function parsed({ code, stdout, stderr }) {
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Runs Python with nothing of this machine's configuration for AWS. */
function run(args, { env }) {
  const own = { ...env, HOME: path.join(os.tmpdir(), "nobody"), PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" };
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|PYTHON|.*_PROXY$)/i.test(name));
  const child = spawn(python, args, { env: { ...Object.fromEntries(inherited), ...own } });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      printed[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve({ code, ...printed }));
  });
}

module.exports = { useEndpoint };
