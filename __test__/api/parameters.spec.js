const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const LATER = "2026-03-15T13:00:00.000Z";

describe("a parameter", () => {
  let store;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
    setNow(LATER);
  });

  it("has a value", async () => {
    expect(await store.getParameter("/minecraft/player-count")).toBe("0");
    expect(await store.getParameter("/minecraft/server-action")).toBe("");
  });

  it("is null if there is none of that name", async () => {
    expect(await store.getParameter("/no/such")).toBe(null);
  });

  it("is a String by default", async () => {
    await store.setParameter("/new", "1");
    await store.setParameter("/newer", "2", undefined);
    const { "/new": first, "/newer": second } = await store.getAllParameters();
    expect(first).toEqual({ value: "1", type: "String", lastModified: LATER });
    expect(second).toEqual({ value: "2", type: "String", lastModified: LATER });
  });

  it("can be a SecureString", async () => {
    await store.setParameter("/secret", "s3cret", "SecureString");
    expect((await store.getAllParameters())["/secret"]).toEqual({
      value: "s3cret",
      type: "SecureString",
      lastModified: LATER,
    });
  });

  it("is replaced when set again, type included", async () => {
    await store.setParameter("/minecraft/gdrive-token", "t");
    expect((await store.getAllParameters())["/minecraft/gdrive-token"]).toEqual({
      value: "t",
      type: "String",
      lastModified: LATER,
    });
  });

  it("is removed alone when deleted", async () => {
    await store.deleteParameter("/minecraft/player-count");
    expect(await store.getParameter("/minecraft/player-count")).toBe(null);
    expect(Object.keys(await store.getAllParameters()).sort()).toEqual([
      "/minecraft/email-allowlist",
      "/minecraft/gdrive-token",
      "/minecraft/server-action",
    ]);
  });

  it("can be deleted even if it does not exist", async () => {
    const before = await store.getAllParameters();
    await store.deleteParameter("/no/such");
    expect(await store.getAllParameters()).toEqual(before);
  });
});
