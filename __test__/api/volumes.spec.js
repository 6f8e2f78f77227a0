const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const VOLUME = {
  volumeId: "vol-1",
  size: 8,
  volumeType: "gp3",
  availabilityZone: "us-east-1a",
  state: "available",
  encrypted: false,
  createTime: "2026-01-30T12:00:00.000Z",
  attachments: [],
  tags: {},
};
const volumesOf = async (store) => (await store.getState()).ec2?.volumes;

describe("the volumes", () => {
  it("are absent as long as there is none", async () => {
    const store = new MockStateStore();
    expect(await store.getState()).not.toHaveProperty("ec2");
    await store.patchState({ ec2: { volumes: { "vol-1": VOLUME } } });
    await store.patchState({ ec2: { volumes: { "vol-1": null } } });
    expect(await store.getState()).not.toHaveProperty("ec2");
  });

  it("are patched by id", async () => {
    const store = new MockStateStore();
    await store.patchState({ ec2: { volumes: { "vol-1": VOLUME, "vol-2": { ...VOLUME, volumeId: "vol-2" } } } });
    await store.patchState({ ec2: { volumes: { "vol-1": { size: 16 }, "vol-2": null } } });
    expect(await volumesOf(store)).toEqual({ "vol-1": { ...VOLUME, size: 16 } });
  });

  it("are checked, by path", async () => {
    const store = new MockStateStore();
    const set = (volume) => rejection(() => store.patchState({ ec2: { volumes: { "vol-1": volume } } }));
    expect((await set({ ...VOLUME, size: -1 })).message).toBe(
      'The "ec2.volumes["vol-1"].size" argument must be a whole number from 0. Received -1',
    );
    expect((await set({ size: 8 })).message).toContain('"ec2.volumes["vol-1"].volumeId"');
  });

  it("of an initial state need only what has no default", async () => {
    const volumes = { "vol-1": { size: 8, availabilityZone: "us-east-1a" } };
    const store = new MockStateStore({ initialState: { ec2: { volumes } } });
    expect(await volumesOf(store)).toEqual({ "vol-1": { ...VOLUME, createTime: expect.any(String) } });
  });

  it("are part of transactions", async () => {
    const store = new MockStateStore();
    await store.transact((draft) => {
      draft.ec2.volumes["vol-1"] = VOLUME;
    });
    await store.transact(({ ec2 }) => {
      ec2.volumes["vol-1"].state = "in-use";
    });
    expect(await volumesOf(store)).toEqual({ "vol-1": { ...VOLUME, state: "in-use" } });
  });

  it("are watched", async () => {
    const store = new MockStateStore();
    const changes = store.changes({ sections: ["volumes"] });
    await store.setParameter("a", "b");
    await store.patchState({ ec2: { volumes: { "vol-1": VOLUME } } });
    const { value } = await changes.next();
    expect(value.entries).toEqual([{ type: "volume", name: "vol-1", value: VOLUME }]);
    await changes.return();
  });
});
