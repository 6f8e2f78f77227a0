"use strict";

const { UsageError } = require("../errors.js");
const { port } = require("../values.js");

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Serve an account over HTTP, for the aws command line and SDKs in any language.",
  options: {
    port: { value: "N", help: "port to listen on, 0 for any free one (default: 4566)", read: port },
    host: { value: "H", help: "address to listen at (default: 127.0.0.1)" },
    "allow-host": { value: "NAME", help: "answer requests for this host name too", multiple: true },
    state: {
      value: "FILE",
      help: "keep the account in this file (default: the one of MOCK_STATE_STORE_PATH, or memory)",
    },
    empty: { help: "begin with an account that has nothing in it" },
    scenarios: { value: "DIR", help: "a folder of scenarios, a JSON file each" },
    transitions: { value: "T", help: "how long things take: immediate, manual, or milliseconds", read: transitions },
  },
  notes: "The lines that it prints can be given to a shell. SIGINT and SIGTERM end it, with the account saved.",
  examples: ["serve", "serve --port 0 --state account.json --transitions immediate"],
  needs: "nothing",
  run({ options }) {
    const { "allow-host": allowHost, ...rest } = options;
    return require("../serve.js").serve({ ...rest, allowHost });
  },
};

/**
 * @param {string} text
 * @param {string} name
 */
function transitions(text, name) {
  if (text === "immediate" || text === "manual") return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`${name} must be "immediate", "manual" or a number of milliseconds, not "${text}".`);
}
