"use strict";

const { SHARED } = require("../options.js");
const { port } = require("../values.js");

/** @typedef {import("../doctor/index.js").Finding} Finding */

/** @type {Record<Finding["result"], import("../output.js").Style>} */
const STYLES = { ok: "green", note: "yellow", problem: "red" };

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Check the installation, the file, the bundler and the port, and say what mends them.",
  options: {
    state: SHARED.state,
    port: { value: "N", help: "the port of the endpoint (default: 4566)", read: port },
    json: SHARED.json,
  },
  notes: "Run it in the folder of the application. It changes nothing; the exit code is 1 where there is a problem.",
  examples: ["doctor", "doctor --port 5000 --json"],
  needs: "nothing",
  async run({ options, output }) {
    const findings = await require("../doctor/index.js").examine({ state: options.state, port: options.port ?? 4566 });
    output.show(findings, () =>
      output.rows(
        findings.flatMap(({ check, result, text, mend }) => [
          [{ text: result, style: STYLES[result] }, check, text],
          ...(mend === undefined ? [] : [["", "", { text: mend, style: /** @type {const} */ ("cyan") }]]),
        ]),
      ),
    );
    if (findings.some(({ result }) => result === "problem")) process.exitCode = 1;
  },
};
