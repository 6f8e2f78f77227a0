const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { useFolder } = require("../../support/folder.js");
const { runCommand } = require("../../support/serve.js");

/** An empty folder for each test, and the command line in it. */
function useCommandLine() {
  const folder = useFolder();
  /** Runs it, and resolves to how it ended. */
  const run = (args, options) => runCommand(args, { cwd: folder(), ...options }).ended;
  return { folder, run, start: (args, options) => runCommand(args, { cwd: folder(), ...options }) };
}

/** What the command line can act on. */
const KINDS = ["a file", "a file that is open", "a URL"];

/**
 * An account of a kind for each test. `print(…words)` runs the command line on it and resolves to what it prints, `json`
 * to that parsed; both fail where it fails. `see(look)` shows the account's store to a function.
 */
function useAccount(kind) {
  const { folder, run, start } = useCommandLine();
  let store;
  let target;
  let endpoint;
  beforeEach(async () => {
    const file = folder("account.json");
    if (kind === "a URL") {
      store = new MockStateStore();
      endpoint = await startEndpoint({ store, port: 0 });
      target = ["--url", endpoint.url];
    } else {
      await makeFile(file);
      if (kind === "a file that is open") store = open(file);
      target = ["--state", "account.json"];
    }
  });
  afterEach(async () => {
    await endpoint?.close();
    await store?.close();
    [store, endpoint] = [undefined, undefined];
  });
  const attempt = (...words) => run([...words, ...target]);
  const print = async (...words) => {
    const { code, stdout, stderr } = await attempt(...words);
    if (code !== 0 || stderr !== "") throw new Error(`${words.join(" ")}: ${code} ${stderr}`);
    return stdout.trimEnd();
  };
  const see = async (look) => {
    if (store !== undefined) return look(store);
    const closing = open(folder("account.json"));
    try {
      return await look(closing);
    } finally {
      await closing.close();
    }
  };
  return {
    attempt,
    print,
    json: async (...words) => JSON.parse(await print(...words, "--json")),
    see,
    closeEndpoint: () => endpoint.close(),
    start: (...words) => start([...words, ...target]),
  };
}

function open(persistencePath) {
  return new MockStateStore({ enablePersistence: true, persistencePath });
}

/** A file with the account that a store begins with; `change` is given the store. */
async function makeFile(file, change = () => {}) {
  const store = open(file);
  await store.resetState();
  await change(store);
  await store.close();
}

module.exports = { KINDS, makeFile, open, useAccount, useCommandLine };
