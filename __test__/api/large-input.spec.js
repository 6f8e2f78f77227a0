const { MockStateStore } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");
const { VALUE } = require("../support/kinds.js");

const NOW = "2026-03-15T12:00:00.000Z";
const parameter = { value: "v", type: "String", lastModified: NOW };
const backup = { name: "n", date: NOW, size: "1 GB" };

describe("large input", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("is kept: a value of 50 MB", async () => {
    const value = "x".repeat(50_000_000);
    await store.setParameter("large", value);
    expect((await store.getParameter("large")) === value).toBe(true);
    expect((await store.getAllParameters()).large.value).toHaveLength(50_000_000);
  });

  it("is kept: 100,000 keys in one patch", async () => {
    const parameters = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`/many/${n}`, parameter]));
    await store.patchState({ ssm: { parameters } });
    expect(Object.keys(await store.getAllParameters())).toHaveLength(100_004);
    expect(await store.getParameter("/many/99999")).toBe("v");
  });

  it("is kept: 100,000 unknown keys in one patch", async () => {
    const ours = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`ours${n}`, n]));
    await store.patchState({ instance: ours });
    expect((await store.getInstance()).ours99999).toBe(99_999);
  });

  it.each([
    ["objects", (inner) => ({ inner })],
    ["arrays", (inner) => [inner]],
  ])("is refused: %s 10,000 deep", async (_, wrap) => {
    let deep = 1;
    for (let level = 0; level < 10_000; level += 1) deep = wrap(deep);
    const before = await store.getState();
    for (const call of [
      () => store.patchState({ ours: deep }),
      () => store.setInstance({ ours: deep }),
      () => store.addBackup({ ...backup, ours: deep }),
      () => store.updateCommand("c", { ours: deep }),
    ]) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.code).toBe(VALUE);
      expect(error.message.length).toBeLessThan(2000);
    }
    expect(thrown(() => new MockStateStore({ initialState: { ours: deep } })).code).toBe(VALUE);
    expect(await store.getState()).toEqual(before);
  });

  it("is kept: nesting 90 deep", async () => {
    let deep = 1;
    for (let level = 0; level < 90; level += 1) deep = { deep };
    await store.patchState({ ours: deep });
    expect((await store.getState()).ours).toEqual(deep);
  });
});
