/**
 * What can depend on the realm and the module registry that Jest gives to each test file, the smoke specs, and what Jest's
 * tests get of `mock-state-store/jest`. One worker runs all files.
 */
module.exports = {
  roots: ["<rootDir>/__test__/realm", "<rootDir>/__test__/smoke", "<rootDir>/__test__/jest"],
  testMatch: ["**/*.spec.js"],
  transform: {},
  maxWorkers: 1,
  testTimeout: 30_000,
};
