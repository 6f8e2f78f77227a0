const { MockStateStore } = require("mock-state-store");

/** `levels` of objects, or of Maps, one in the other. */
function nested(levels, wrap) {
  let value = wrap();
  for (let level = 1; level < levels; level++) value = wrap(value);
  return value;
}

const object = (inner) => (inner === undefined ? {} : { inner });
const map = (inner) => new Map(inner === undefined ? [] : [["inner", inner]]);

describe("a deeply nested value", () => {
  it("of a record survives getState() and patchState()", async () => {
    const store = new MockStateStore();
    await store.setInstance({ ours: nested(99, object) });
    const state = await store.getState();
    await store.patchState(state);
    expect(await store.getState()).toEqual(state);
  });

  it.each([95, 97, 98, 99])("is kept when other fields of its record change (%i levels)", async (levels) => {
    const store = new MockStateStore();
    await store.setInstance({ ours: nested(levels, object) });
    await store.setInstance({ availabilityZone: "changed" });
    await store.setPublicIp("198.51.100.1");
    expect(await store.getInstance()).toMatchObject({
      availabilityZone: "changed",
      publicIp: "198.51.100.1",
      ours: nested(levels, object),
    });
  });

  it.each([
    ["objects", object],
    ["Maps", map],
  ])("of 100 levels and more is refused: %s", async (_, wrap) => {
    const store = new MockStateStore();
    await expect(store.setInstance({ ours: nested(100, wrap) })).rejects.toMatchObject({
      code: "ERR_INVALID_ARG_VALUE",
      message: expect.stringContaining("instance.ours"),
    });
  });
});
