const fs = require("node:fs");
const { copyExample, useSharedFolder } = require("./support/application.js");
const { openBrowser } = require("./support/browser.js");
const { eventually } = require("./support/eventually.js");
const { develop } = require("./support/next.js");
const { editStoreModule, observeStores } = require("./support/observed-store.js");
const { itHasOneState } = require("./support/one-state.js");

describe.each(["webpack", "turbopack"])("the example in development with %s", (bundler) => {
  const folder = useSharedFolder();
  let server;

  beforeAll(async () => {
    copyExample(folder("application"));
    observeStores(folder("application"));
    server = await develop(folder("application"), bundler, { MOCK_STATE_STORE_PATH: folder("state.json") });
  });

  afterAll(async () => {
    await server?.stop();
  });

  itHasOneState(
    () => server,
    () => folder("state.json"),
  );

  it("keeps the store when an edit reloads the module that returns it", async () => {
    const browser = openBrowser(server.url);
    const { body: before } = await browser.post("/api/patch", '{"instance":{"state":"stopping"}}');
    const { copies } = await browser.json("/api/observed");

    editStoreModule(folder("application"));
    // While it is compiled anew there may be no such route.
    const edition = () =>
      browser.json("/api/observed").then(
        (told) => told.edition,
        () => undefined,
      );
    await eventually("the edited module", async () => (await edition()) === "second");

    expect(await browser.page()).toMatch(/\nstopping\n/);
    expect(await browser.json("/api/state")).toEqual(before);
    const after = await browser.json("/api/observed");
    expect(after.copies).toBeGreaterThan(copies);
    expect(after.stores).toBe(1);
  });

  it("saves the state when it is stopped", async () => {
    await openBrowser(server.url).post("/api/patch", '{"instance":{"state":"terminated"}}');
    await server.stop();
    expect(JSON.parse(fs.readFileSync(folder("state.json"), "utf8")).instance.state).toBe("terminated");
  });
});
