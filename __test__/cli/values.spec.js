const { duration } = require("../../lib/cli/values.js");
const { durationText } = require("../../lib/cli/clock-text.js");

test.each([
  ["0", 0],
  ["250", 250],
  ["250ms", 250],
  ["90s", 90_000],
  ["2m30s", 150_000],
  ["1.5h", 5_400_000],
  ["1d2h3m4s5ms", 93_784_005],
])("%s is %d ms", (text, ms) => {
  expect(duration(text, "TIME")).toBe(ms);
});

test.each(["", "s", "-1s", "1 s", "1w", "2m30", "1e3"])("%j is no duration", (text) => {
  expect(() => duration(text, "TIME")).toThrow(`TIME must be a time such as 250ms, 90s or 2m30s, not "${text}".`);
});

test.each(["0s", "250ms", "1m30s", "1d2h3m4s5ms"])("%s is written as it is read", (text) => {
  expect(durationText(duration(text, "TIME"))).toBe(text);
});
