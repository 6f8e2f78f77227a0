"use strict";

// Loaded with the first call: importing this costs nothing.

/** @type {typeof import("./control.js").controlApi} */
exports.controlApi = (options) => require("./lib/control/api.js").controlApi(options);
