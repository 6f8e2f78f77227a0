const { MockStateStore } = require("mock-state-store");

const backup = (name, date) => ({ name, date, size: "1.0 GB" });
const names = async (store) => (await store.getBackups()).map(({ name }) => name);

describe("the backups", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore({ initialState: { backups: [] } });
  });

  it("are kept newest first", async () => {
    await store.addBackup(backup("old", "2026-01-01T00:00:00.000Z"));
    await store.addBackup(backup("new", "2026-01-03T00:00:00.000Z"));
    await store.addBackup(backup("middle", "2026-01-02T00:00:00.000Z"));
    expect(await store.getBackups()).toEqual([
      backup("new", "2026-01-03T00:00:00.000Z"),
      backup("middle", "2026-01-02T00:00:00.000Z"),
      backup("old", "2026-01-01T00:00:00.000Z"),
    ]);
  });

  it("of the same date stay in the order in which they were added", async () => {
    for (const name of ["a", "b", "c"]) await store.addBackup(backup(name, "2026-01-01T00:00:00.000Z"));
    await store.addBackup(backup("d", "2026-01-01T01:00:00.000+01:00"));
    expect(await names(store)).toEqual(["a", "b", "c", "d"]);
  });

  it("with a date that cannot be parsed come last, in the order in which they were added", async () => {
    await store.addBackup(backup("never", "never"));
    await store.addBackup(backup("empty", ""));
    await store.addBackup(backup("dated", "1999-01-01T00:00:00.000Z"));
    expect(await names(store)).toEqual(["dated", "never", "empty"]);
  });

  it.each([
    ["a day alone", "2026-02-05"],
    ["an offset", "2026-02-05T00:00:00+05:30"],
    ["no offset", "2026-02-05T12:00"],
    ["RFC 2822", "Thu, 05 Feb 2026 10:00:00 GMT"],
    ["words", "Feb 5, 2026 10:00"],
    ["slashes", "2026/02/05"],
    ["Date.prototype.toString", "Thu Feb 05 2026 10:00:00 GMT+0000 (Coordinated Universal Time)"],
  ])("are sorted by dates written with %s", async (_, date) => {
    await store.addBackup(backup("before", "2026-02-03T00:00:00.000Z"));
    await store.addBackup(backup("it", date));
    await store.addBackup(backup("after", "2026-02-07T00:00:00.000Z"));
    expect(await names(store)).toEqual(["after", "it", "before"]);
  });

  it("are sorted across the years 1969 and 10000", async () => {
    await store.addBackup(backup("moon", "1969-07-20T20:17:00.000Z"));
    await store.addBackup(backup("far", "+010000-01-01T00:00:00.000Z"));
    await store.addBackup(backup("now", "2026-01-01T00:00:00.000Z"));
    expect(await names(store)).toEqual(["far", "now", "moon"]);
  });

  it("are all sorted by addBackup(), even if patchState() set them in another order", async () => {
    await store.patchState({ backups: [backup("old", "2026-01-01"), backup("new", "2026-01-03")] });
    await store.addBackup(backup("middle", "2026-01-02"));
    expect(await names(store)).toEqual(["new", "middle", "old"]);
  });

  it("are all sorted by addBackup() after one that was out of order has been removed", async () => {
    await store.patchState({
      backups: [backup("1", "2026-01-01"), backup("9", "2026-01-09"), backup("3", "2026-01-03")],
    });
    await store.getBackups();
    await store.removeBackup("9");
    await store.addBackup(backup("2", "2026-01-02"));
    expect(await names(store)).toEqual(["3", "2", "1"]);
  });

  it("can be removed by name", async () => {
    await store.addBackup(backup("a", "2026-01-01"));
    await store.addBackup(backup("b", "2026-01-02"));
    await store.removeBackup("a");
    expect(await names(store)).toEqual(["b"]);
    await store.removeBackup("no such");
    expect(await names(store)).toEqual(["b"]);
  });

  it("can be cleared", async () => {
    await store.addBackup(backup("a", "2026-01-01"));
    await store.clearBackups();
    expect(await names(store)).toEqual([]);
  });
});
