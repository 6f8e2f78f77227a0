"use strict";

const { createJestApi } = require("./lib/testing/jest.js");

const { mockAccount } = createJestApi(require("@jest/globals"), jestVersion());

function jestVersion() {
  try {
    return require("jest/package.json").version;
  } catch {
    // What runs the tests may be installed where only it finds it.
    return undefined;
  }
}

exports.mockAccount = mockAccount;
