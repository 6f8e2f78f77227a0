const fs = require("node:fs");
const net = require("node:net");
const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
const { readState, useFolder } = require("../support/folder.js");
const { runCommand } = require("../support/serve.js");
const { until } = require("../support/until.js");

const folder = useFolder();
const children = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Runs `serve` until it listens. */
async function serve(args = [], options = {}) {
  const running = runCommand(["serve", "--port", "0", ...args], { cwd: folder(), ...options });
  children.push(running.child);
  const env = await running.ready;
  if (env === undefined) throw new Error((await running.ended).stderr);
  return { ...running, env, url: env.AWS_ENDPOINT_URL };
}

/** Ends it as a terminal or an orchestrator does. */
async function stop({ child, ended }, signal = "SIGTERM") {
  child.kill(signal);
  return ended;
}

const statusOf = async (url, options) => (await fetch(url, { method: "POST", ...options })).status;

test("what it prints makes a client find it", async () => {
  const served = await serve();
  const credentials = { accessKeyId: served.env.AWS_ACCESS_KEY_ID, secretAccessKey: served.env.AWS_SECRET_ACCESS_KEY };
  const client = new STSClient({ endpoint: served.url, region: served.env.AWS_REGION, credentials });
  expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({ Account: "123456789012" });
  client.destroy();
  const { stdout, stderr } = await stop(served);
  expect(stdout).toMatch(
    /^# A mocked AWS account, in memory, at http:\/\/127\.0\.0\.1:\d+\. Ctrl\+C ends it\.\n# Its inspector: \S+\n(export \w+=\S+\n){6}$/,
  );
  expect(stderr).toBe("");
});

test.each(["SIGINT", "SIGTERM"])("%s ends it cleanly, with an open connection", async (signal) => {
  const served = await serve();
  const { port } = new URL(served.url);
  const socket = net.connect(port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  expect(await stop(served, signal)).toMatchObject({ code: 0, signal: null });
  socket.destroy();
});

/** A request that never comes to an end: the first signal waits for it, for a while. */
async function holdUp({ url }) {
  const socket = net.connect(new URL(url).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
}

test("a signal that comes twice, as by way of npx, is one", async () => {
  const served = await serve();
  await holdUp(served);
  served.child.kill("SIGINT");
  expect(await stop(served, "SIGTERM")).toMatchObject({ code: 0 });
});

test("a later signal ends it at once", async () => {
  const served = await serve();
  await holdUp(served);
  let hasEnded = false;
  served.ended.then(() => {
    hasEnded = true;
  });
  // Those that come right after the first are that of the first.
  await until(() => {
    served.child.kill("SIGINT");
    return hasEnded;
  });
  expect(await served.ended).toMatchObject({ code: 130 });
});

test("--state keeps the account in a file", async () => {
  const served = await serve(["--state", "account.json"]);
  expect(await statusOf(`${served.url}/_mock/reset`)).toBe(200);
  const { code, stdout } = await stop(served);
  expect(code).toBe(0);
  expect(stdout).toContain("in account.json");
  expect(readState(folder("account.json")).instance.state).toBe("stopped");
  expect(fs.readdirSync(folder())).toEqual(["account.json"]);
});

test("so does MOCK_STATE_STORE_PATH", async () => {
  const served = await serve([], { env: { MOCK_STATE_STORE_PATH: folder("account.json") } });
  await statusOf(`${served.url}/_mock/reset`);
  expect((await stop(served)).stdout).toContain(`in ${folder("account.json")}`);
  expect(fs.readdirSync(folder())).toEqual(["account.json"]);
});

test("--allow-host lets other hosts call it, and may be repeated", async () => {
  const { url } = await serve(["--allow-host", "mock", "--allow-host=store"]);
  const { port } = new URL(url);
  const ask = (host) =>
    new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.setEncoding("utf8").once("data", (text) => resolve(text.split(" ", 2)[1]));
      socket.write(`GET /_mock/reset HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
  expect(await Promise.all(["mock", "store", "other"].map(ask))).toEqual(["405", "405", "403"]);
});

test("variables that would be in the way are taken away", async () => {
  const served = await serve([], { env: { AWS_PROFILE: "work" } });
  expect((await stop(served)).stdout).toMatch(/\nunset AWS_PROFILE\n$/);
});

test("a port that somebody else has is told in one line", async () => {
  const { url } = await serve();
  const { ended } = runCommand(["serve", "--port", new URL(url).port], { cwd: folder() });
  const { code, stdout, stderr } = await ended;
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^mock-state-store: Cannot listen on port \d+ of 127\.0\.0\.1: somebody else listens there; choose another port, or 0 for any free one\n$/,
  );
});
