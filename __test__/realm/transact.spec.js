const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers } = fakeTimers();

describe("transact()", () => {
  it("runs again after a conflict although the timers are fake", async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    const store = new MockStateStore();
    await store.setParameter("a", "1");
    const increment = async ({ ssm: { parameters } }) => {
      const count = Number(parameters.a.value);
      await null;
      parameters.a.value = String(count + 1);
    };
    await Promise.all(Array.from({ length: 10 }, () => store.transact(increment)));
    expect(await store.getParameter("a")).toBe("11");
  });

  it("gives the function objects of its own realm", async () => {
    const store = new MockStateStore();
    await store.transact((draft) => {
      expect(draft.instance).toBeInstanceOf(Object);
      expect(draft.backups).toBeInstanceOf(Array);
      expect(draft.faults.operationFailures).toBeInstanceOf(Map);
    });
  });
});
