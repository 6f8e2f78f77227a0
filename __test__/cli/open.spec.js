const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { until } = require("../support/until.js");
const { makeFile, useCommandLine } = require("./support/account.js");

const { folder, run, start } = useCommandLine();

test("the page of a file is served until a signal", async () => {
  await makeFile(folder("account.json"));
  const { child, ended } = start(["open", "--state", "account.json", "--no-browser", "--json"]);
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  await until(() => text.endsWith("\n"));
  const { url } = JSON.parse(text);
  expect(await (await fetch(url)).text()).toContain("<title>mock-state-store</title>");
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 0, stderr: "" });
});

test("of a running account, it is the page that is there", async () => {
  const store = new MockStateStore();
  const endpoint = await startEndpoint({ store, port: 0 });
  const { code, stdout } = await run(["open", "--url", endpoint.url, "--no-browser"]);
  expect([code, stdout]).toEqual([0, `The inspector is at ${endpoint.url}/_mock/inspector\n`]);
  await endpoint.close();
});

test("where nobody listens, it says so", async () => {
  const { code, stderr } = await run(["open", "--url", "http://127.0.0.1:1", "--no-browser"]);
  expect(code).toBe(1);
  expect(stderr).toContain("Nobody listens at");
});
