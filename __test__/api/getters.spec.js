const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

describe("a getter of an argument", () => {
  it.each(["2026-01-30T12:00:00.000Z", "Jan 30, 2026"])(
    "is called once when a backup is added, with the date %s",
    async (date) => {
      const store = new MockStateStore();
      let reads = 0;
      const backup = {
        name: "a",
        size: "1 GB",
        get date() {
          reads += 1;
          return date;
        },
      };
      await store.getBackups();
      await store.addBackup(backup);
      const { date: kept } = (await store.getBackups()).find(({ name }) => name === "a");
      expect([reads, kept]).toEqual([1, date]);
    },
  );

  it("can call the store, and is called once", async () => {
    const store = new MockStateStore();
    const inner = [];
    let calls = 0;
    await store.setInstance({
      availabilityZone: "before",
      get note() {
        calls += 1;
        inner.push(store.patchState({ instance: { inner: "x".repeat(100_000) } }), store.setParameter("inner", "1"));
        return "in between";
      },
      other: "after",
    });
    await Promise.all(inner);
    expect(calls).toBe(1);
    const instance = await store.getInstance();
    expect(instance).toMatchObject({ availabilityZone: "before", note: "in between", other: "after" });
    expect(instance.inner).toHaveLength(100_000);
    expect(await store.getParameter("inner")).toBe("1");
  });

  it("can make calls of the store that are refused", async () => {
    const store = new MockStateStore();
    const circular = {};
    circular.self = circular;
    const inner = [];
    await store.setInstance({
      get note() {
        inner.push(rejection(() => store.setInstance({ note: "longer than six", deep: circular })));
        inner.push(rejection(() => store.setParameter("a", Symbol("b"))));
        return "still there";
      },
      other: "after",
    });
    expect((await Promise.all(inner)).map(({ code }) => code)).toEqual([
      "ERR_INVALID_ARG_VALUE",
      "ERR_INVALID_ARG_TYPE",
    ]);
    expect(await store.getInstance()).toMatchObject({ note: "still there", other: "after" });
  });
});
