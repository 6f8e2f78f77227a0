"use strict";

/**
 * What a check has found; `mend` says what helps.
 *
 * @typedef {{ check: string, result: "ok" | "note" | "problem", text: string, mend?: string }} Finding
 */

/**
 * Everything that can be wrong with an installation, a file and a port.
 *
 * @param {{ state?: string, port: number }} options
 * @returns {Promise<Finding[]>}
 */
async function examine({ state, port }) {
  const binary = require("./binary.js");
  return [
    binary.checkNode(),
    binary.checkBinary(),
    ...(await require("./file.js").checkFile(state)),
    require("./bundler.js").checkBundler(process.cwd()),
    await require("./port.js").checkPort(port),
  ];
}

exports.examine = examine;
