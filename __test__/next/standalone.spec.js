const fs = require("node:fs");
const path = require("node:path");
const { copyExample, useSharedFolder } = require("./support/application.js");
const { openBrowser } = require("./support/browser.js");
const { build, startStandalone } = require("./support/next.js");
const { observeStores } = require("./support/observed-store.js");
const { itHasOneState } = require("./support/one-state.js");

describe.each(["webpack", "turbopack"])("the example built standalone with %s", (bundler) => {
  const folder = useSharedFolder();
  const start = () => startStandalone(folder("deployed", "server.js"), { MOCK_STATE_STORE_PATH: folder("state.json") });
  let server;

  beforeAll(async () => {
    const application = folder("application");
    copyExample(application);
    observeStores(application);
    await build(application, bundler);
    fs.renameSync(path.join(application, ".next", "standalone"), folder("deployed"));
    fs.rmSync(application, { recursive: true });
    server = await start();
  });

  afterAll(async () => {
    await server?.stop();
  });

  it("makes no store during the build", () => {
    expect(fs.existsSync(folder("deployed", ".mock-state.json"))).toBe(false);
  });

  it("contains the binary", () => {
    const files = fs.readdirSync(folder("deployed", "node_modules", "mock-state-store"));
    expect(files).toContainEqual(expect.stringMatching(/^mock-state-store\..*\.node$/));
  });

  itHasOneState(
    () => server,
    () => folder("state.json"),
  );

  it("saves the state when it is stopped, and loads it when it is started again", async () => {
    const { body } = await openBrowser(server.url).post("/api/patch", '{"instance":{"state":"terminated"}}');
    // A page that is open keeps no server from stopping.
    const { body: watched } = await fetch(`${server.url}/api/changes`);
    await server.stop();
    await watched.cancel().catch(() => {});
    expect(JSON.parse(fs.readFileSync(folder("state.json"), "utf8"))).toEqual(body);
    server = await start();
    expect((await openBrowser(server.url).json("/api/state")).instance).toEqual(body.instance);
  });
});
