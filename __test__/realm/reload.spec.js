const path = require("node:path");
const ours = require("mock-state-store");
const { runner } = require("../support/timers.js");
const { root } = require("../support/package.js");

/** Loads the module anew, as `resetModules()` and a purged `require` cache make it. */
function reload() {
  runner.resetModules();
  for (const file of Object.keys(require.cache)) {
    const ofPackage = file.startsWith(path.join(root, "lib") + path.sep) || path.dirname(file) === root;
    if (ofPackage) delete require.cache[file];
  }
  return require("mock-state-store");
}

describe("a reload of the module", () => {
  afterEach(() => {
    ours.resetMockStateStore();
  });

  it("makes new classes", () => {
    expect(reload().MockStateStore).not.toBe(ours.MockStateStore);
  });

  it("keeps the store of getMockStateStore() and its state", async () => {
    const store = ours.getMockStateStore();
    await store.setParameter("a", "b");
    const reloaded = reload();
    expect(reloaded.getMockStateStore()).toBe(store);
    expect(await reloaded.getMockStateStore().getParameter("a")).toBe("b");
  });

  it("keeps transactions of an older store working, unknown keys included", async () => {
    const store = ours.getMockStateStore();
    const failure = { failNext: true, alwaysFail: false, ours: { deep: [1] } };
    await store.patchState({ faults: { operationFailures: { StartInstances: failure } } });
    await store.getState();
    reload();
    await store.transact((draft) => {
      draft.faults.operationFailures.get("StartInstances").ours.deep.push(2);
      draft.instance.hasVolume = false;
    });
    expect(await store.hasVolume()).toBe(false);
    expect((await store.getOperationFailure("StartInstances")).ours).toEqual({ deep: [1, 2] });
  });

  it("keeps instanceof working in both directions", () => {
    const store = ours.getMockStateStore();
    const reloaded = reload();
    expect(store).toBeInstanceOf(reloaded.MockStateStore);
    expect(new reloaded.MockStateStore()).toBeInstanceOf(ours.MockStateStore);
  });

  it("keeps an endpoint, and gives clients the same store", async () => {
    const { startEndpoint } = require("mock-state-store/aws");
    const endpoint = await startEndpoint({ port: 0 });
    reload();
    const reloaded = require("mock-state-store/aws");
    expect(reloaded.startEndpoint).not.toBe(startEndpoint);
    expect(await reloaded.startEndpoint({ port: endpoint.port })).toBe(endpoint);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const request = { method: "POST", path: "/", headers, body: "Action=GetCallerIdentity&Version=2011-06-15" };
    const { response } = await reloaded.awsClientConfig(ours.getMockStateStore()).requestHandler.handle(request);
    expect(Buffer.from(response.body).toString()).toContain("123456789012");
    await endpoint.close();
  });
});
