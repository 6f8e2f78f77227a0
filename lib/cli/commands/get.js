"use strict";

const { maskSecrets } = require("../../control/secrets.js");
const { SECRETS } = require("../options.js");
const { find, read } = require("../path.js");

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Print the state, or a part of it.",
  parameters: "[PATH]",
  options: SECRETS,
  notes: `PATH is keys joined by dots, [0] in a list, ["any text"] for other keys; or the name of a parameter that begins
with a slash. Text is printed as it is, anything else as JSON; with --json text is JSON too.`,
  examples: ["get", "get instance.state", "get /minecraft/player-count", 'get ssm.parameters["a.b"].value'],
  needs: "account",
  async run({ account, args: [path], options, output }) {
    const state = await account.stateJson();
    if (!options["show-secrets"]) maskSecrets(state);
    const part = path === undefined ? state : read(state, find(state, path));
    if (typeof part === "string" && !output.isJson) output.raw(part);
    else output.raw(JSON.stringify(part, null, 2));
  },
};
