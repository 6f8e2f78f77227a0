const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { copyExample, useSharedFolder } = require("./support/application.js");
const { openBrowser } = require("./support/browser.js");
const { itHasAControlApi } = require("./support/control.js");
const { itIsADashboard } = require("./support/dashboard.js");
const { build, freePort, startStandalone } = require("./support/next.js");
const { itHasOneState } = require("./support/one-state.js");
const { addStoreRoutes } = require("./support/store-routes.js");

/** What a deployment says of what it works on. */
const RESOURCES = {
  INSTANCE_ID: "i-mock1234567890abcdef",
  STACK_NAME: "minecraft-stack",
  PARAMETER_PATH: "/minecraft",
  FUNCTION_NAME: "player-report",
};

describe.each(["webpack", "turbopack"])("the example built standalone with %s", (bundler) => {
  const folder = useSharedFolder();
  const serverFile = () => folder("deployed", "server.js");
  let server;
  let account;

  beforeAll(async () => {
    const application = folder("application");
    copyExample(application);
    addStoreRoutes(application);
    await build(application, bundler);
    fs.renameSync(path.join(application, ".next", "standalone"), folder("deployed"));
    fs.rmSync(application, { recursive: true });
    account = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    server = await start();
  });

  afterAll(async () => {
    await server?.stop();
    await account?.close();
  });

  /** On a mocked account, which a deployment has to ask for. */
  async function start() {
    const mocked = { MOCK_STATE_STORE_PATH: folder("state.json"), MOCK_AWS_PORT: String(await freePort()) };
    return startStandalone(serverFile(), { ...RESOURCES, ...mocked });
  }

  it("makes no store during the build", () => {
    expect(fs.existsSync(folder("deployed", ".mock-state.json"))).toBe(false);
  });

  it("contains the binary", () => {
    const files = fs.readdirSync(folder("deployed", "node_modules", "mock-state-store"));
    expect(files).toContainEqual(expect.stringMatching(/^mock-state-store\..*\.node$/));
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

  it.each(["state", "inspector"])("has no control API unless it is asked for: %s", async (path) => {
    const response = await fetch(`${server.url}/api/mock/${path}`);
    expect([response.status, await response.text()]).toEqual([404, ""]);
    expect(await openBrowser(server.url).page()).not.toContain("inspector");
  });

  it("saves the state when it is stopped, and loads it when it is started again", async () => {
    const { body } = await openBrowser(server.url).post("/api/store/patch", '{"instance":{"state":"terminated"}}');
    // A page that is open keeps no server from stopping.
    const { body: watched } = await fetch(`${server.url}/api/store/changes`);
    const { body: steered } = await fetch(`${server.url}/api/allowed/events`);
    await account.close();
    await server.stop();
    for (const open of [watched, steered]) await open.cancel().catch(() => {});
    expect(JSON.parse(fs.readFileSync(folder("state.json"), "utf8")).instance).toEqual(body.instance);
    server = await start();
    expect((await openBrowser(server.url).json("/api/store/state")).instance).toEqual(body.instance);
  });

  it("knows of no mock where it is deployed: it works without the package, on the AWS that its environment names", async () => {
    await server.stop();
    fs.rmSync(folder("deployed", "node_modules", "mock-state-store"), { recursive: true });
    const store = new MockStateStore();
    const aws = await startEndpoint({ store, port: 0 });
    server = await startStandalone(serverFile(), { ...RESOURCES, ...aws.env });
    try {
      const browser = openBrowser(server.url);
      expect(await browser.submit("Start", { operation: "start" })).toContain("The instance is pending.");
      expect(await browser.page()).not.toContain("In development");
      expect(await store.calls({ operation: "StartInstances" })).toMatchObject([{ attempt: 1 }]);
    } finally {
      await aws.close();
    }
  });
});
