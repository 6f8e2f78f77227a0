/**
 * What can depend on the realm and the module registry that Jest gives to each test file, and the smoke specs. One
 * worker runs all files.
 */
module.exports = {
  roots: ["<rootDir>/__test__/realm", "<rootDir>/__test__/smoke"],
  testMatch: ["**/*.spec.js"],
  transform: {},
  maxWorkers: 1,
  testTimeout: 30_000,
};
