const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { copyExample, useSharedFolder } = require("./support/application.js");
const { openBrowser } = require("./support/browser.js");
const { itHasAControlApi } = require("./support/control.js");
const { itIsADashboard } = require("./support/dashboard.js");
const { eventually } = require("./support/eventually.js");
const { develop, freePort } = require("./support/next.js");
const { itHasOneState } = require("./support/one-state.js");
const { addStoreRoutes, editStoreModule } = require("./support/store-routes.js");

describe.each(["webpack", "turbopack"])("the example in development with %s", (bundler) => {
  const folder = useSharedFolder();
  let server;
  let account;

  beforeAll(async () => {
    copyExample(folder("application"));
    addStoreRoutes(folder("application"));
    account = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    server = await develop(folder("application"), bundler, {
      MOCK_STATE_STORE_PATH: folder("state.json"),
      MOCK_AWS_PORT: String(await freePort()),
      // Nobody's: an account that must never be asked.
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_ACCESS_KEY_ID: "AKIANOBODY",
      AWS_SECRET_ACCESS_KEY: "nobody",
      AWS_REGION: "eu-west-1",
    });
  });

  afterAll(async () => {
    await server?.stop();
    await account?.close();
  });

  itIsADashboard(
    () => server,
    () => account,
  );

  itHasOneState(
    () => server,
    () => folder("state.json"),
  );

  itHasAControlApi(
    () => server,
    () => account,
  );

  it("links the inspector", async () => {
    const html = await (await fetch(server.url)).text();
    const [, link] = /<a href="([^"]*)">Open the inspector</.exec(html);
    expect((await fetch(`${server.url}${link}`)).status).toBe(200);
  });

  it("shows a scenario that was applied by its control API", async () => {
    await account.resetState();
    const browser = openBrowser(server.url);
    expect(await browser.page()).toMatch(/\nScenario\nnone\n/);
    expect(await browser.post("/api/mock/scenario", '"hibernated"')).toMatchObject({ status: 200 });
    expect(await browser.page()).toMatch(/\nVolume\nnone\n.*\nScenario\nhibernated\n/s);
  });

  it("leaves a way out of a scenario in which its page fails", async () => {
    await account.applyScenario("outage");
    const response = await fetch(server.url);
    const html = await response.text();
    await account.resetState();
    expect([response.status, html]).toEqual([500, expect.stringContaining("Apply scenario")]);
  });

  it("keeps the store when an edit reloads the module that returns it", async () => {
    const browser = openBrowser(server.url);
    const { body: before } = await browser.post("/api/store/patch", '{"instance":{"state":"stopping"}}');
    const { copies } = await browser.json("/api/store/observed");

    editStoreModule(folder("application"));
    // While it is compiled anew there may be no such route.
    const edition = () =>
      browser.json("/api/store/observed").then(
        (told) => told.edition,
        () => undefined,
      );
    await eventually("the edited module", async () => (await edition()) === "second");

    expect(await browser.page("/store")).toMatch(/\nstopping\n/);
    expect(await browser.json("/api/store/state")).toEqual(before);
    const after = await browser.json("/api/store/observed");
    expect(after.copies).toBeGreaterThan(copies);
    expect(after.stores).toBe(1);
  });

  it("keeps asking the mock when a .env file changes, whatever the terminal has set", async () => {
    fs.writeFileSync(path.join(folder("application"), ".env.local"), "RELOADED=yes\n");
    await eventually("the reload", async () => server.output().includes("Reload env"));
    const browser = openBrowser(server.url);
    await account.setParameter("/minecraft/motd", "still here");
    // While it is compiled anew there may be no such page.
    const page = () => browser.page("/").catch(() => "");
    await eventually("the parameter", async () => (await page()).includes("still here"));
  });

  it("goes on when the connections of its calls are reset", async () => {
    const status = async () => (await fetch(`${server.url}/api/status`)).status;
    await account.addFault({ action: "*", connection: "reset" });
    expect(await status()).toBe(500);
    await account.clearFaults();
    expect(await status()).toBe(200);
  });

  it("saves the state when it is stopped", async () => {
    await openBrowser(server.url).post("/api/store/patch", '{"instance":{"state":"terminated"}}');
    await account.close();
    await server.stop();
    expect(JSON.parse(fs.readFileSync(folder("state.json"), "utf8")).instance.state).toBe("terminated");
  });
});
