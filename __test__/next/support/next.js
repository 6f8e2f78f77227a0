const { spawn } = require("node:child_process");
const { once } = require("node:events");
const net = require("node:net");
const path = require("node:path");
const { eventually } = require("./eventually.js");

const HOST = "127.0.0.1";

/** Builds the application in a folder, and resolves to what Next.js printed. */
async function build(folder, bundler) {
  const child = run(folder, [nextCommand(folder), "build", `--${bundler}`]);
  const [code] = await once(child.process, "close");
  if (code !== 0) throw new Error(`next build --${bundler} ended with ${code}:\n${child.output()}`);
  return child.output();
}

/**
 * Serves the application in a folder as `next dev` does, with a longer exit timeout: by default it kills its
 * server 100 ms after a stop signal, which on a slow machine is before the exit handlers have run.
 */
function develop(folder, bundler, env) {
  const args = [nextCommand(folder), "dev", `--${bundler}`, "--hostname", HOST];
  return serve((port) => run(folder, [...args, "--port", String(port)], { NEXT_EXIT_TIMEOUT_MS: "30000", ...env }));
}

/** Serves a standalone build, from any folder. */
function startStandalone(serverFile, env) {
  return serve((port) => run(path.dirname(serverFile), [serverFile], { ...env, HOSTNAME: HOST, PORT: String(port) }));
}

function nextCommand(folder) {
  return require.resolve("next/dist/bin/next", { paths: [folder] });
}

/** Runs Node as a person would at a terminal, with none of what Vitest or npm set. */
function run(cwd, args, env = {}) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|JEST|NODE_ENV$|NODE_OPTIONS$|PORT$|MOCK_|AWS_)/.test(name),
  );
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return { process: child, output: () => output };
}

/** Starts a server, and resolves when it answers; `stop` ends it as a terminal or a container does. */
async function serve(start) {
  const port = await freePort();
  const child = start(port);
  const closed = once(child.process, "close");
  const url = `http://${HOST}:${port}`;
  await eventually("an answer of the server", async () => {
    if (child.process.exitCode !== null) throw new Error(`the server ended:\n${child.output()}`);
    try {
      await fetch(`${url}/api/status`);
      return true;
    } catch {
      return false;
    }
  });
  return {
    url,
    output: child.output,
    /** Resolves when every process that shares the server's output has ended. */
    async stop() {
      child.process.kill("SIGTERM");
      await closed;
    },
  };
}

async function freePort() {
  const server = net.createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

module.exports = { build, develop, freePort, startStandalone };
