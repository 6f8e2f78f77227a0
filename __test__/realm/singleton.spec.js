const { MockStateStore, getMockStateStore, resetMockStateStore } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");

describe("getMockStateStore()", () => {
  const warnings = recordWarnings();
  afterEach(() => {
    resetMockStateStore();
  });

  it("returns the same object on every call", async () => {
    const store = getMockStateStore();
    expect(store).toBeInstanceOf(MockStateStore);
    await store.setParameter("a", "b");
    expect(getMockStateStore()).toBe(store);
    expect(await getMockStateStore().getParameter("a")).toBe("b");
  });

  it("makes the store with the options of the first call", async () => {
    getMockStateStore({ initialState: { instance: { state: "pending" } } });
    expect((await getMockStateStore().getInstance()).state).toBe("pending");
  });

  it("does not return a store made with the constructor", () => {
    const store = getMockStateStore();
    expect(new MockStateStore()).not.toBe(store);
  });

  it("throws for wrong options, and makes the store in the next call", () => {
    expect(() => getMockStateStore({ commandHistoryLimit: 0 })).toThrow(TypeError);
    expect(getMockStateStore({ commandHistoryLimit: 5 })).toBeInstanceOf(MockStateStore);
  });

  it.each([
    ["null", null],
    ["a number", 5],
    ["a symbol", Symbol("a symbol")],
    [
      "options that cannot be read",
      {
        get initialState() {
          throw new Error("trap");
        },
      },
    ],
  ])("throws if the options of a later call are %s", (_, options) => {
    getMockStateStore();
    expect(() => getMockStateStore(options)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ERR_INVALID_ARG_/) }),
    );
  });

  it("warns if a later call has other options, and does not apply them", async () => {
    const store = getMockStateStore({ commandHistoryLimit: 5 });
    expect(getMockStateStore({ commandHistoryLimit: 6 })).toBe(store);
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain("commandHistoryLimit");
    expect(warnings[0].code).toMatch(/^[A-Z_]+$/);
    for (let n = 0; n < 7; n += 1) await store.addCommand(["true"]);
    expect(await store.getCommands()).toHaveLength(5);
  });

  it("warns if a later call has options and the first had none", () => {
    getMockStateStore();
    getMockStateStore({ persistenceDebounceMs: 6 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain("persistenceDebounceMs");
  });

  it("does not warn if a later call has the same options or none", () => {
    const options = () => ({ commandHistoryLimit: 5, initialState: { backups: [], instance: { state: "running" } } });
    getMockStateStore(options());
    getMockStateStore(options());
    getMockStateStore();
    expect(warnings).toEqual([]);
  });

  it("does not need a this", () => {
    const { getMockStateStore: get } = { getMockStateStore };
    expect(get()).toBe(getMockStateStore());
  });
});
