"use strict";

// The same as `external.js` for the subpath.
module.exports = require(/* turbopackIgnore: true */ "mock-state-store/control");
