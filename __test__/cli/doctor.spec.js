const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { checkBundler } = require("../../lib/cli/doctor/bundler.js");
const { checkPort } = require("../../lib/cli/doctor/port.js");
const { copyPackage } = require("../support/package.js");
const { makeFile, open, useCommandLine } = require("./support/account.js");
const { runNode } = require("../support/child.js");

const { folder, run } = useCommandLine();

/** A port that nobody listens on. */
async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What `doctor` finds, by check. */
async function examine(...words) {
  const { code, stdout, stderr } = await run(["doctor", "--json", "--port", String(await freePort()), ...words]);
  return { code, stderr, ...Object.fromEntries(JSON.parse(stdout).map((finding) => [finding.check, finding])) };
}

test("where all is well, it says what is there and ends with 0", async () => {
  await makeFile(folder(".mock-state.json"));
  const found = await examine();
  expect(found).toMatchObject({
    code: 0,
    stderr: "",
    node: { result: "ok" },
    binary: { result: "ok", text: expect.stringMatching(/mock-state-store\..*\.node$/) },
    file: { result: "ok", text: folder(".mock-state.json") },
    "open in": { text: "Nobody." },
    bundler: { result: "ok" },
    port: { result: "ok", text: expect.stringMatching(/ is free\.$/) },
  });
  expect(fs.readdirSync(folder())).toEqual([".mock-state.json"]);
});

test("it is printed for people", async () => {
  const { code, stdout } = await run(["doctor", "--port", String(await freePort())]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^note +file +There is no \.mock-state\.json in this folder/m);
});

test.runIf(process.platform === "linux")("it names the processes that have the file open", async () => {
  const store = open(folder(".mock-state.json"));
  await store.revision();
  expect((await examine())["open in"].text).toMatch(new RegExp(`^${process.pid} \\(.*node`));
  await store.close();
});

test("a file that holds no state is a problem, and left alone", async () => {
  fs.writeFileSync(folder(".mock-state.json"), "{");
  const found = await examine();
  expect(found).toMatchObject({ code: 1, file: { result: "problem", mend: expect.stringContaining("Correct it") } });
  expect(fs.readdirSync(folder())).toEqual([".mock-state.json"]);
});

test("a binary that is not there is a problem, with what builds it", async () => {
  copyPackage(folder("package"), { binary: false });
  const { code, stdout } = await runNode([folder("package", "bin", "mock-state-store.js"), "doctor"], {
    cwd: folder(),
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^problem +binary .*npm rebuild mock-state-store/m);
});

describe("the bundler", () => {
  const config = (text, name = "next.config.mjs") => {
    fs.writeFileSync(folder("package.json"), '{ "dependencies": { "next": "16" } }');
    if (text !== undefined) fs.writeFileSync(folder(name), text);
    return checkBundler(folder());
  };

  test("is none where there is no Next.js", () => {
    expect(checkBundler(folder())).toMatchObject({ result: "ok" });
  });

  test("would bundle the package without a configuration, or with one that does not name it", () => {
    expect(config()).toMatchObject({ result: "problem", mend: expect.stringContaining("next.config.mjs") });
    expect(config("export default {}", "next.config.ts")).toMatchObject({
      result: "problem",
      mend: expect.stringContaining("next.config.ts"),
    });
  });

  test("is told of files that cannot be read, too", () => {
    fs.writeFileSync(folder("node_modules"), "");
    expect(config('export default { serverExternalPackages: ["mock-state-store"] }')).toMatchObject({ result: "ok" });
    fs.mkdirSync(folder("next.config.ts"));
    expect(config()).toMatchObject({ result: "problem", mend: expect.stringContaining("next.config.ts") });
  });

  test("does not with withMockStateStore", () => {
    expect(config("export default withMockStateStore({})")).toMatchObject({ result: "ok" });
  });

  test("does not with serverExternalPackages, unless the package is linked", () => {
    const text = 'export default { serverExternalPackages: ["mock-state-store"] }';
    expect(config(text)).toMatchObject({ result: "ok" });
    fs.mkdirSync(folder("node_modules"));
    fs.symlinkSync(path.join(__dirname, "..", ".."), folder("node_modules", "mock-state-store"), "junction");
    expect(config(text)).toMatchObject({ result: "problem" });
  });
});

describe("the port", () => {
  test("that something else listens on is a problem", async () => {
    const server = net.createServer((socket) => socket.destroy());
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    expect(await checkPort(server.address().port)).toMatchObject({
      result: "problem",
      mend: expect.stringContaining("--port 0"),
    });
    server.close();
  });

  test("that an account is served on is none", async () => {
    const store = new MockStateStore();
    const endpoint = await startEndpoint({ store, port: 0 });
    expect(await checkPort(endpoint.port)).toMatchObject({
      result: "ok",
      text: `An account in memory is served at ${endpoint.url}, by process ${process.pid}.`,
    });
    await endpoint.close();
    await store.close();
  });
});
