"use strict";

// What the browser and the edge get of both entries for test runners, under the export conditions of package.json.
const { unsupportedRuntime } = require("../unsupported-runtime.js");

exports.mockAccount = () => unsupportedRuntime();
exports.mockTest = () => unsupportedRuntime();
exports.test = () => unsupportedRuntime();
