"use strict";

// What the browser and the edge get, under the export conditions of package.json.
const { unsupportedRuntime } = require("../unsupported-runtime.js");

exports.mockRoutes = () => unsupportedRuntime();
