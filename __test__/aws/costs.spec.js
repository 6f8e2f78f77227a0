const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("costs through the SDK", () => {
  let store;
  let ce;
  beforeEach(async () => {
    ({ store, ce } = account());
    await store.clock.freeze();
    await store.clock.set(Math.max(Date.now(), Date.parse("2100-03-15T12:00:00Z")));
  });

  const get = (Start, End, more) => {
    const input = { TimePeriod: { Start, End }, Granularity: "MONTHLY", Metrics: ["UnblendedCost"], ...more };
    return ce.getCostAndUsage(input);
  };

  it("are those of the methods, by service", async () => {
    const costs = await store.getCosts("current-month");
    const breakdown = [
      { service: "Amazon EC2", cost: "12.10" },
      { service: "Amazon EBS", cost: "0.24" },
    ];
    await store.setCosts("current-month", { ...costs, totalCost: "12.34", breakdown });
    const GroupBy = [{ Type: "DIMENSION", Key: "SERVICE" }];
    const { ResultsByTime } = await get("2100-03-01", "2100-03-15", { GroupBy });
    expect(ResultsByTime).toEqual([
      {
        TimePeriod: { Start: "2100-03-01", End: "2100-03-15" },
        Total: {},
        Groups: [
          { Keys: ["Amazon EC2"], Metrics: { UnblendedCost: { Amount: "12.10", Unit: "USD" } } },
          { Keys: ["Amazon EBS"], Metrics: { UnblendedCost: { Amount: "0.24", Unit: "USD" } } },
        ],
        Estimated: true,
      },
    ]);
    expect((await get("2100-03-01", "2100-04-01")).ResultsByTime[0].Total.UnblendedCost.Amount).toBe("12.34");
    expect((await get("2100-02-01", "2100-03-01")).ResultsByTime[0].Total.UnblendedCost.Amount).toBe("18.75");
  });

  it("are of one operator at each place of an expression", async () => {
    const of = (service) => ({ Dimensions: { Key: "SERVICE", Values: [service] } });
    const two = { ...of("Amazon EC2"), Not: of("Amazon EBS") };
    for (const Filter of [two, { Not: two }, { And: [of("Amazon EC2"), two] }]) {
      const error = await rejection(() => get("2100-03-01", "2100-03-15", { Filter }));
      expect(error.name).toBe("ValidationException");
      expect(error.message).toMatch(/^Expression has more than one roots\./);
    }
    // Also where there are no costs.
    const Filter = { Dimensions: { Key: "PLATFORM", Values: ["Linux"] } };
    const error = await rejection(() => get("2100-06-01", "2100-06-02", { Filter }));
    expect(error.message).toMatch("has no costs by PLATFORM");
  });

  it("are on one page", async () => {
    const error = await rejection(() => get("2100-03-01", "2100-03-15", { NextPageToken: "next" }));
    expect([error.name, error.$metadata.httpStatusCode]).toEqual(["InvalidNextTokenException", 400]);
  });

  it("need a period", async () => {
    const error = await rejection(() => get("2100-03-02", "2100-03-02"));
    expect([error.name, error.message]).toEqual([
      "ValidationException",
      "Start date (and hour) should be before end date (and hour)",
    ]);
  });
});
