const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");

/** The random part of the ids of some commands. */
async function draw(store) {
  await store.clock.freeze();
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await store.addCommand(["ls"])).split("-")[2]);
  return ids;
}

describe("a seed", () => {
  const folder = useFolder();

  it("makes ids repeatable", async () => {
    const [a, b, other] = await Promise.all([7, 7, 8].map((seed) => draw(new MockStateStore({ seed }))));
    expect(a).toEqual(b);
    expect(a).not.toEqual(other);
    expect(new Set(a).size).toBe(3);
  });

  it("starts again with a reset", async () => {
    const store = new MockStateStore({ seed: 7 });
    const first = await draw(store);
    await store.resetState();
    expect(await draw(store)).toEqual(first);
  });

  it("is kept by the file, with how far its numbers have been drawn", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    const whole = await draw(new MockStateStore({ seed: 7 }));
    const first = new MockStateStore({ ...options, seed: 7 });
    expect((await first.addCommand(["ls"])).split("-")[2]).toBe(whole[0]);
    await first.close();
    const second = new MockStateStore({ ...options, seed: 7 });
    expect((await second.getState()).random).toEqual({ seed: 7, position: 1 });
    expect((await second.addCommand(["ls"])).split("-")[2]).toBe(whole[1]);
    await second.close();
  });

  it("is no part of the state without the option", async () => {
    const store = new MockStateStore();
    await store.addCommand(["ls"]);
    expect(await store.getState()).not.toHaveProperty("random");
  });

  it.each([-1, 0.5, Number.NaN, "7", null])("must be a whole number from 0, and not %p", (seed) => {
    expect(() => new MockStateStore({ seed })).toThrow(/options\.seed/);
  });
});
