const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";

describe("putParameter()", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(NOW);
    store = new MockStateStore();
  });

  it("sets a new parameter, of type String by default", async () => {
    expect(await store.putParameter("a", "1")).toBe(true);
    expect((await store.getAllParameters()).a).toEqual({ value: "1", type: "String", lastModified: NOW });
  });

  it("overwrites by default", async () => {
    await store.putParameter("a", "1");
    expect(await store.putParameter("a", "2", "SecureString")).toBe(true);
    expect((await store.getAllParameters()).a).toEqual({ value: "2", type: "SecureString", lastModified: NOW });
  });

  it("does not change a parameter that it may not overwrite", async () => {
    await store.putParameter("a", "1");
    expect(await store.putParameter("a", "2", "SecureString", false)).toBe(false);
    expect((await store.getAllParameters()).a).toEqual({ value: "1", type: "String", lastModified: NOW });
  });

  it("without overwrite answers true to one of many concurrent callers", async () => {
    const callers = ["1", "2", "3"].map((value) => store.putParameter("a", value, undefined, false));
    expect(await Promise.all(callers)).toEqual([true, false, false]);
    expect(await store.getParameter("a")).toBe("1");
  });
});
