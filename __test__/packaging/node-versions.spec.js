const { engines } = require("../../package.json");
const { VERSIONS } = require("../../scripts/matrix.js");

test("the matrix runs the lowest and a newer Node version of each range in engines", () => {
  const ranges = engines.node.split(" || ").map((range) => {
    const lowest = range.slice(1);
    const [major] = lowest.split(".");
    return [lowest, expect.stringMatching(`^${major}\\.[1-9]`)];
  });
  expect(VERSIONS).toEqual(ranges.flat());
});
