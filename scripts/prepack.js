"use strict";

// A tarball without this platform's binary would make every install of it build one, and none can build the inspector.

const { main, PlainError } = require("./cargo-build.js");
const { inspectorPage } = require("../lib/inspector/page.js");
const { loadNative } = require("../lib/native.js");

main(() => {
  try {
    loadNative();
    inspectorPage(true);
  } catch (error) {
    throw new PlainError(`${/** @type {Error} */ (error).message}\nNothing was packed. Run \`npm run build\` first.`);
  }
});
