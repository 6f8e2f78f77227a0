const { runInNewContext } = require("node:vm");
const { MockStateStore } = require("mock-state-store");

class Partial {
  state = "running";
  #hidden = 1;
  get onThePrototype() {
    return this.#hidden;
  }
}

describe("an argument may be", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it.each([
    ["an object without a prototype", Object.assign(Object.create(null), { state: "running" })],
    ["an object of another realm", runInNewContext("({ state: 'running' })")],
    ["an instance of a class", new Partial()],
    ["a Proxy", new Proxy({ state: "running" }, {})],
    ["something with a toJSON", { toJSON: () => ({ state: "running" }) }],
    ["an object with symbols", { state: "running", [Symbol("ours")]: Symbol("ours") }],
  ])("%s", async (_, partial) => {
    const before = await store.getInstance();
    await store.setInstance(partial);
    expect(await store.getInstance()).toEqual({ ...before, state: "running", lastUpdated: expect.any(String) });
  });

  it("an array of another realm", async () => {
    await store.addCommand(runInNewContext("['a', 'b']"));
    expect((await store.getCommands())[0].commands).toEqual(["a", "b"]);
  });

  it("the same object in several places", async () => {
    const ours = { deep: [1] };
    await store.setInstance({ first: ours, second: [ours, ours] });
    expect(await store.getInstance()).toMatchObject({ first: ours, second: [ours, ours] });
  });

  it("an object with a Date in it, which counts as its JSON form", async () => {
    await store.patchState({ instance: { lastUpdated: new Date(0), ours: new Date(1) } });
    expect(await store.getInstance()).toMatchObject({
      lastUpdated: "1970-01-01T00:00:00.000Z",
      ours: "1970-01-01T00:00:00.001Z",
    });
  });
});
