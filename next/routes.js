"use strict";

// Loaded with the first call: importing this costs nothing.

/** @type {typeof import("./routes.js").mockRoutes} */
exports.mockRoutes = (options) => require("../lib/control/next.js").mockRoutes(options);
