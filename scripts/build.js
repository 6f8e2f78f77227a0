"use strict";

/* `npm run build`: the native binary, and the files of the inspector. */

const { build, main } = require("./cargo-build.js");
const { buildInspector } = require("./inspector.js");

main(() => {
  build();
  buildInspector();
});
