"use strict";

const { createJestApi } = require("./lib/testing/jest.js");

const { mockAccount } = createJestApi(require("@jest/globals"));

exports.mockAccount = mockAccount;
