const http = require("node:http");
const { runCommand } = require("../support/serve.js");
const { useInspector } = require("./support.js");

const inspector = useInspector();

test("changes of another process are shown within a second", async () => {
  const { store, page, open } = inspector;
  await open("instance");
  const times = [];
  for (let index = 0; index < 9; index += 1) {
    const address = `198.51.100.${index}`;
    const start = performance.now();
    await store.setInstance({ publicIp: address });
    await page.getByRole("region", { name: "Details" }).getByText(address).waitFor();
    times.push(performance.now() - start);
  }
  expect(times.sort((a, b) => a - b)[4]).toBeLessThan(1000);
});

test("an account that is started anew is shown anew", async () => {
  const { store, url, page, open, problems } = inspector;
  await store.setParameter("/first", "1");
  await open("parameters");
  await page.getByText("/first").waitFor();
  await inspector.end();
  // What answers meanwhile, as a server that is being started does, is no stream of events.
  const { port } = new URL(url);
  const between = http.createServer((_request, response) => response.writeHead(503).end());
  await new Promise((resolve) => between.listen(port, "127.0.0.1", resolve));
  await page.getByRole("status", { name: "Connection" }).getByText("lost").waitFor();
  await new Promise((resolve) => between.once("request", resolve));
  between.closeAllConnections();
  await new Promise((resolve) => between.close(resolve));
  const { child, ready } = runCommand(["serve", "--port", port]);
  onTestFinished(() => child.kill("SIGKILL"));
  await ready;
  await page.getByText("/first").waitFor({ state: "detached" });
  // Of the requests that failed meanwhile.
  problems.length = 0;
});

test("of a large account, only what is shown is fetched and made", async () => {
  const { store, page, open } = inspector;
  const lastModified = new Date().toISOString();
  const names = Array.from({ length: 10_000 }, (_, index) => `/app/key-${String(index).padStart(5, "0")}`);
  const parameters = Object.fromEntries(
    names.map((name) => [name, { value: "v".repeat(500), type: "String", lastModified }]),
  );
  await store.patchState({ ssm: { parameters } });
  let received = 0;
  page.on("response", async (response) => {
    if (!response.url().includes("/events")) received += (await response.body().catch(() => "")).length;
  });
  await open("parameters");
  await page.getByText(/^1–50 of 10,00\d$/).waitFor();
  expect(await page.locator("main *").count()).toBeLessThan(1000);
  expect(received).toBeLessThan(300_000);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("/app/key-00050").waitFor();
});
