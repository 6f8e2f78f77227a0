const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");

const NUMBERS = [0, 1, -1, 0.1 + 0.2, 1 / 3, 4.35, 1e21, 1e23, 2 ** 53, -(2 ** 53), 1e300 / 7, 9.5367431640625e-7]
  .concat([5e-324, Number.MIN_VALUE * 3, 2.2250738585072014e-308, Number.MAX_VALUE])
  .concat(Array.from({ length: 1000 }, (_, n) => Math.sin(n) * 10 ** ((n % 600) - 300)));

describe("an unknown number", () => {
  const folder = useFolder();

  it("keeps every bit, also after a save and a load", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    await store.patchState({ ours: NUMBERS });
    await store.persistNow();
    fs.copyFileSync(folder("state.json"), folder("copy.json"));
    const loaded = new MockStateStore({ enablePersistence: true, persistencePath: folder("copy.json") });
    expect((await store.getState()).ours).toEqual(NUMBERS);
    expect((await loaded.getState()).ours).toEqual(NUMBERS);
  });
});
