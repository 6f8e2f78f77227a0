const { runInChild } = require("../support/child.js");

/** The periods of stores made at each moment in each time zone, and those that JavaScript's own calendar gives. */
async function program({ MockStateStore }, moments, zones) {
  const answers = [];
  for (const zone of zones) {
    if (zone) process.env.TZ = zone;
    for (const moment of moments) {
      Date.now = () => Date.parse(moment);
      const now = new Date(moment);
      const iso = (month, day) => new Date(now.getFullYear(), month, day).toISOString();
      const month = now.getMonth();
      const store = new MockStateStore();
      answers.push({
        at: `${moment} ${zone}`,
        periods: [(await store.getCosts("current-month")).period, (await store.getCosts("last-month")).period],
        expected: [
          { start: iso(month, 1), end: iso(month + 1, 0) },
          { start: iso(month - 1, 1), end: iso(month, 0) },
        ],
      });
    }
  }
  return answers;
}

const MOMENTS = [
  "2026-01-01T00:00:00.000Z", // last year's December in the west
  "2025-12-31T23:59:59.999Z", // next year's January in the east
  "2026-03-15T12:00:00.000Z", // the month a daylight saving time begins in
  "2026-11-01T03:30:00.000Z", // another month in the west, and daylight saving time ends
  "2024-02-29T12:00:00.000Z",
  "2027-04-30T12:00:00.000Z", // a month whose last day has no midnight in Cairo
];

const ZONES = [
  "UTC",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Africa/Cairo",
  "Europe/London",
];

describe("a cost period of a month runs from its first to its last day at midnight", () => {
  it.each(["America/New_York", "Asia/Tokyo"])("in the time zone of the process, %s", async (TZ) => {
    const { result } = await runInChild(program, [MOMENTS, [undefined]], { env: { TZ } });
    for (const { at, periods, expected } of result) expect({ at, periods }).toEqual({ at, periods: expected });
  });

  it("in whichever time zone the process gives itself", async () => {
    const { result } = await runInChild(program, [MOMENTS, ZONES], { env: { TZ: "America/Los_Angeles" } });
    expect(result).toHaveLength(ZONES.length * MOMENTS.length);
    for (const { at, periods, expected } of result) expect({ at, periods }).toEqual({ at, periods: expected });
  });
});
