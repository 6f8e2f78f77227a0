const { MockStateStore } = require("mock-state-store");

describe("deleteParameterIfValue()", () => {
  let store;
  beforeEach(async () => {
    store = new MockStateStore();
    await store.setParameter("a", "1");
  });

  it("deletes a parameter of that value", async () => {
    expect(await store.deleteParameterIfValue("a", "1")).toBe(true);
    expect(await store.getParameter("a")).toBeNull();
  });

  it("leaves a parameter of another value alone", async () => {
    expect(await store.deleteParameterIfValue("a", "")).toBe(false);
    expect(await store.getParameter("a")).toBe("1");
  });

  it("answers false for an unknown name", async () => {
    expect(await store.deleteParameterIfValue("b", "1")).toBe(false);
  });

  it("answers true to one of many concurrent callers", async () => {
    const callers = [1, 2, 3].map(() => store.deleteParameterIfValue("a", "1"));
    expect(await Promise.all(callers)).toEqual([true, false, false]);
  });
});
