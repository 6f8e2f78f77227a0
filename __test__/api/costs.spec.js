const { MockStateStore } = require("mock-state-store");

const PERIODS = ["current-month", "last-month", "last-30-days"];
const COSTS = {
  period: { start: "2026-01-01T00:00:00.000Z", end: "2026-01-31T00:00:00.000Z" },
  totalCost: "1.23",
  currency: "EUR",
  breakdown: [{ service: "Amazon EC2", cost: "1.23" }],
  fetchedAt: "2026-02-01T00:00:00.000Z",
};

describe("the costs", () => {
  it.each(PERIODS)("of the %s are replaced without changing the other periods", async (period) => {
    const store = new MockStateStore();
    const { costs } = await store.getState();
    await store.setCosts(period, COSTS);
    expect(await store.getCosts(period)).toEqual(COSTS);
    expect((await store.getState()).costs).toEqual({ ...costs, [period]: COSTS });
  });
});
