const fs = require("node:fs");
const http = require("node:http");
const { makeFile, useCommandLine } = require("./support/account.js");

const { folder, run } = useCommandLine();

const state = async (args, options) => (await run(["get", "instance.state", ...args], options)).stdout.trim();

test("where there is no account, it says so and makes none", async () => {
  for (const words of [["status"], ["set", "instance.state", "running"], ["watch"], ["reset"]]) {
    expect(await run(words)).toMatchObject({
      code: 1,
      stdout: "",
      stderr:
        "mock-state-store: There is no .mock-state.json in this folder, and MOCK_STATE_STORE_PATH is not set. " +
        "Name the file with --state FILE, or a running account with --url http://127.0.0.1:4566; serve --state FILE makes a file.\n",
    });
  }
  expect(fs.readdirSync(folder())).toEqual([]);
});

test("a file that is named must be there", async () => {
  const byOption = await run(["status", "--state", "absent.json"]);
  expect(byOption.stderr).toMatch(/^mock-state-store: There is no absent\.json\. Name the file/);
  const byVariable = await run(["status"], { env: { MOCK_STATE_STORE_PATH: "absent.json" } });
  expect(byVariable.stderr).toMatch(/^mock-state-store: There is no absent\.json, which MOCK_STATE_STORE_PATH names\./);
});

test("the option goes before the variable, and that before the file in this folder", async () => {
  await makeFile(folder(".mock-state.json"));
  await makeFile(folder("variable.json"), (store) => store.updateInstanceState("pending"));
  await makeFile(folder("option.json"), (store) => store.updateInstanceState("stopping"));
  const env = { MOCK_STATE_STORE_PATH: "variable.json" };
  expect(await state([])).toBe("stopped");
  expect(await state([], { env: { MOCK_STATE_STORE_PATH: "" } })).toBe("stopped");
  expect(await state([], { env })).toBe("pending");
  expect(await state(["--state", "option.json"], { env })).toBe("stopping");
});

test("a running account that the environment names is suggested", async () => {
  const { stderr } = await run(["status"], { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:5000" } });
  expect(stderr).toContain("--url http://127.0.0.1:5000;");
});

test.each([
  [["--url", "http://127.0.0.1:1", "--state", "a.json"], "--state and --url name two accounts; give one of them."],
  [["--url", "127.0.0.1:4566"], '--url must be a URL such as http://127.0.0.1:4566, not "127.0.0.1:4566".'],
  [["--url", "file:///a"], '--url must be a URL such as http://127.0.0.1:4566, not "file:///a".'],
])("%j is a wrong use", async (words, message) => {
  const { code, stderr } = await run(["status", ...words]);
  expect([code, stderr.split("\n")[0]]).toEqual([2, `mock-state-store: ${message}`]);
});

test("--empty and --scenarios are for files", async () => {
  const { code, stderr } = await run(["reset", "--empty", "--url", "http://127.0.0.1:1"]);
  expect([code, stderr.split("\n")[0]]).toEqual([
    2,
    "mock-state-store: --empty is for a file; the account at a URL has its own.",
  ]);
});

describe("at a URL", () => {
  let server;
  afterEach(() => server?.close());

  /** Listens with a handler, and resolves to the URL. */
  async function listen(handler) {
    server = http.createServer(handler);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${server.address().port}`;
  }

  test("where nobody listens, it says so", async () => {
    const url = await listen();
    await new Promise((resolve) => server.close(resolve));
    expect(await run(["status", "--url", url])).toMatchObject({
      code: 1,
      stderr: `mock-state-store: Nobody listens at ${url}/_mock. Start the application, or mock-state-store serve.\n`,
    });
  });

  test("where something else answers, it says so", async () => {
    const url = await listen((_request, response) => response.end("<html>"));
    const { code, stderr } = await run(["status", "--url", url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mock-state-store: What answers at http:\S+ is no mock-state-store \(200\)\./);
  });

  test("so it does where that answers JSON", async () => {
    for (const body of ["{}", "null", "[]", '{"revision":"1"}']) {
      const url = await listen((_request, response) => response.end(body));
      for (const words of [["status"], ["get"], ["reset"], ["fault", "add", "*", "--error", "internal"], ["watch"]]) {
        const { code, stdout, stderr } = await run([...words, "--url", url]);
        expect([code, stdout]).toEqual([1, ""]);
        expect(stderr).toMatch(/ is no mock-state-store \(200\)\./);
      }
      await new Promise((resolve) => server.close(resolve));
    }
  }, 30_000);

  test.each([
    ["at all", () => {}],
    ["to the end", (_request, response) => response.write("{")],
  ])("where nobody answers %s, no command waits longer than --timeout says", async (_, handler) => {
    const url = await listen(handler);
    for (const words of [["status"], ["watch"]]) {
      const { code, stderr } = await run([...words, "--url", url, "--timeout", "200ms"]);
      expect([code, stderr]).toEqual([1, `mock-state-store: No answer from ${url}/_mock within 200 ms.\n`]);
    }
    server.closeAllConnections();
  });

  test("a timeout may be longer than timers are", async () => {
    const { stderr } = await run(["status", "--url", "http://127.0.0.1:1", "--timeout", "1000d"]);
    expect(stderr).toMatch(/Nobody listens at/);
  });

  test("messages do not repeat a password", async () => {
    const { stderr } = await run(["status", "--url", "http://me:s3cr3t@127.0.0.1:1"]);
    expect(stderr).toMatch(/Nobody listens at http:\/\/127\.0\.0\.1:1\/_mock\./);
  });

  test("where nobody answers, --timeout says how long it waits", async () => {
    const url = await listen(() => {});
    const { code, stderr } = await run(["status", "--url", url, "--timeout", "50ms"]);
    expect([code, stderr]).toEqual([1, `mock-state-store: No answer from ${url}/_mock within 50 ms.\n`]);
    server.closeAllConnections();
  });

  test("a path is where the API is, as a route of Next.js has it", async () => {
    const paths = [];
    const url = await listen((request, response) => {
      paths.push(request.url);
      response.end('"stopped"');
    });
    await run(["clock", "freeze", "--url", `${url}/api/mock/`]);
    expect(paths[0]).toBe("/api/mock/clock/freeze");
  });
});
