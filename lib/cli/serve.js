"use strict";

const { inTheWay } = require("../aws/endpoint/environment.js");
const { startEndpoint } = require("../aws/endpoint/start.js");
const { MockStateStore } = require("../store.js");
const { print } = require("./warnings.js");

/** `npx` hands on a Ctrl+C that the terminal has sent to this process too: within this time they are one. */
const SAME_SIGNAL_MS = 500;

/** By number, 128 and that of the signal is the exit code of a process that it ended. */
const SIGNALS = /** @type {const} */ ({ SIGINT: 2, SIGTERM: 15 });

/**
 * Serves an account until a signal ends it.
 *
 * @param {{
 *   port?: number,
 *   host?: string,
 *   allowHost?: string[],
 *   state?: string,
 *   empty?: boolean,
 *   scenarios?: string,
 *   transitions?: "immediate" | "manual" | number,
 * }} options
 */
async function serve({ port, host, allowHost, state, empty, scenarios, transitions }) {
  const store = new MockStateStore({
    ...(state !== undefined && { enablePersistence: true, persistencePath: state }),
    ...(empty && { fixtures: "empty" }),
    ...(scenarios !== undefined && { scenarios }),
    ...(transitions !== undefined && { transitions: { "*": transitions } }),
  });
  // Says what is wrong with a folder of scenarios now, and not to the first who applies one.
  await store.listScenarios();
  const endpoint = await startEndpoint({ store, port, host, allowedHosts: allowHost });
  endpoint.ref();
  /** @type {number | undefined} */
  let stoppedAt;
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (stoppedAt === undefined) void stop(endpoint, store);
      else if (performance.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(128 + number);
      stoppedAt ??= performance.now();
    });
  }
  process.stdout.write(greeting(endpoint, state ?? process.env.MOCK_STATE_STORE_PATH));
}

/**
 * @param {import("../../aws.js").MockEndpoint} endpoint
 * @param {MockStateStore} store
 */
async function stop(endpoint, store) {
  await endpoint.close();
  try {
    await store.close();
    process.exit(0);
  } catch (error) {
    print(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}

/**
 * What is served, and what makes clients find it: the lines can be given to a shell as they are.
 *
 * @param {import("../../aws.js").MockEndpoint} endpoint
 * @param {string | undefined} file
 */
function greeting({ url, env }, file) {
  const where = file === undefined ? "in memory" : `in ${file}`;
  const lines = Object.entries(env).map(([name, value]) => `export ${name}=${value}`);
  // These go before the ones above in some SDKs.
  const unset = Object.keys(inTheWay()).filter((name) => process.env[name] !== undefined);
  if (unset.length > 0) lines.push(`unset ${unset.join(" ")}`);
  return `# A mocked AWS account, ${where}, at ${url}. Ctrl+C ends it.\n# Its inspector: ${url}/_mock/inspector\n${lines.join("\n")}\n`;
}

exports.serve = serve;
