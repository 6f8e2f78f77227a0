const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

describe("every time", () => {
  it("follows the fake clock of the test runner", async () => {
    useFakeTimers("2001-02-03T04:05:06.007Z");
    const store = new MockStateStore();
    expect((await store.getInstance()).lastUpdated).toBe("2001-02-03T04:05:06.007Z");
    setNow("2002-02-03T04:05:06.007Z");
    await store.setParameter("a", "b");
    expect((await store.getAllParameters()).a.lastModified).toBe("2002-02-03T04:05:06.007Z");
    setNow("2003-02-03T04:05:06.007Z");
    await store.setHasVolume(true);
    expect((await store.getInstance()).lastUpdated).toBe("2003-02-03T04:05:06.007Z");
  });

  describe("comes from Date.now", () => {
    const { now } = Date;
    afterEach(() => {
      Date.now = now;
    });

    it("although Date.prototype.toISOString is mocked", async () => {
      const { toISOString } = Date.prototype;
      Date.now = () => 0;
      Date.prototype.toISOString = () => "mocked";
      try {
        const store = new MockStateStore();
        await store.setParameter("a", "1");
        expect((await store.getAllParameters()).a.lastModified).toBe("1970-01-01T00:00:00.000Z");
      } finally {
        Date.prototype.toISOString = toISOString;
      }
    });

    it.each([
      ["1970-01-01T00:00:00.000Z", 0],
      ["1969-12-31T23:59:59.999Z", -1],
      ["2026-03-15T12:00:00.000Z", Date.UTC(2026, 2, 15, 12) + 0.75],
      ["2000-02-28T23:59:59.999Z", Date.UTC(2000, 1, 28, 23, 59, 59, 999)],
      ["2000-02-29T00:00:00.000Z", Date.UTC(2000, 1, 29)],
      ["2024-02-28T06:28:16.007Z", 1_709_101_696_007],
      ["2100-02-28T23:59:59.000Z", Date.UTC(2100, 1, 28, 23, 59, 59)],
      ["9999-12-31T23:59:59.999Z", Date.UTC(9999, 11, 31, 23, 59, 59, 999)],
    ])("at %s", async (iso, ms) => {
      Date.now = () => ms;
      const store = new MockStateStore();
      const id = await store.addCommand(["true"]);
      await store.setParameter("a", "b");
      const { instance, ssm, backups, costs } = await store.getState();
      expect(id.startsWith(`cmd-${Math.trunc(ms)}-`)).toBe(true);
      expect(instance.lastUpdated).toBe(iso);
      expect(ssm.parameters.a.lastModified).toBe(iso);
      expect(ssm.commands[0].createdAt).toBe(iso);
      expect(costs["last-month"].fetchedAt).toBe(iso);
      expect(costs["last-30-days"].period.end).toBe(iso);
      expect(backups[0].date).toBe(new Date(Math.trunc(ms) - 86_400_000).toISOString());
    });
  });
});
