"use strict";

/*
 * What `mock-state-store/next` makes Turbopack bundle where the package is linked: a `require` that it
 * leaves alone, for Node to answer from the application's folder.
 */
module.exports = require(/* turbopackIgnore: true */ "mock-state-store");
