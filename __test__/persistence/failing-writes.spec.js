const fs = require("node:fs");
const { MockStateStore, MockStateStoreError } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");
const { rejection } = require("../support/errors.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");
const { until } = require("../support/until.js");

describe("a write that fails", () => {
  const folder = useFolder();
  const warnings = recordWarnings();
  const file = () => folder("state.json");
  let store;
  beforeEach(() => {
    store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 1 });
    fs.mkdirSync(file());
  });
  afterEach(async () => {
    fs.rmSync(file(), { recursive: true, force: true });
    await store.persistNow();
  });
  const warned = () => until(() => warnings.length > 0, "a warning");

  it("rejects persistNow and says why", async () => {
    await store.setParameter("a", "b");
    const error = await rejection(() => store.persistNow());
    expect(error).toBeInstanceOf(MockStateStoreError);
    expect(error.code).toBe("ERR_PERSISTENCE");
    expect(error.message).toContain(file());
  });

  it("loses nothing in memory, leaves the folder that is in its way, and no temporary file", async () => {
    await store.setParameter("a", "b");
    await rejection(() => store.persistNow());
    expect(await store.getParameter("a")).toBe("b");
    expect(namesIn(folder())).toEqual(["state.json"]);
    expect(fs.readdirSync(file())).toEqual([]);
  });

  it("is one warning where it happens in the background, however often it does", async () => {
    for (let n = 0; n < 5; n += 1) {
      await store.setParameter("a", String(n));
      await warned();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0].code).toBe("ERR_PERSISTENCE");
    expect(warnings[0].message).toContain(file());
  });

  it("is tried again at the next change", async () => {
    await store.setParameter("a", "1");
    await warned();
    fs.rmdirSync(file());
    await store.setParameter("b", "2");
    const { parameters } = (await until(() => fs.existsSync(file()) && readState(file()))).ssm;
    expect(parameters).toMatchObject({ a: { value: "1" }, b: { value: "2" } });
  });

  it("is tried again by persistNow", async () => {
    await store.setParameter("a", "1");
    await rejection(() => store.persistNow());
    fs.rmdirSync(file());
    await store.persistNow();
    expect(readState(file()).ssm.parameters.a.value).toBe("1");
  });

  it("does not fail a reset, which warns", async () => {
    expect(await store.resetState()).toBe(undefined);
    expect(warnings.map(({ code }) => code)).toEqual(["ERR_PERSISTENCE"]);
  });

  it("does not reject the change itself, nor any later call", async () => {
    expect(await store.setParameter("a", "1")).toBe(undefined);
    await warned();
    expect(await store.setParameter("a", "2")).toBe(undefined);
    expect(await store.getParameter("a")).toBe("2");
  });
});
