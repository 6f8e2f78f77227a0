/** The public API's specs, as they are, two and more files in one worker. */
module.exports = {
  roots: ["<rootDir>/__test__/api"],
  testMatch: ["**/*.spec.js"],
  transform: {},
  maxWorkers: 1,
  // What is large takes some seconds, and longer beside other specs.
  testTimeout: 30_000,
};
