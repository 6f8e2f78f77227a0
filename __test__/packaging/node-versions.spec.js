const { engines } = require("../../package.json");
const { VERSIONS } = require("../../scripts/matrix.js");

test("the Node versions run are the lowest and a newer one of each range that engines claims, and no other", () => {
  const ranges = engines.node.split(" || ").map((range) => {
    const lowest = range.slice(1);
    const [major] = lowest.split(".");
    return [lowest, expect.stringMatching(`^${major}\\.[1-9]`)];
  });
  expect(VERSIONS).toEqual(ranges.flat());
});
