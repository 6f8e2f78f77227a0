"use strict";

const { maskSecrets } = require("../../control/secrets.js");
const { untilSignal } = require("../follow.js");
const { SECRETS } = require("../options.js");

/** @typedef {import("../../../index.js").MockStateChange} MockStateChange */
/** @typedef {import("../../../index.js").MockStateEntry} MockStateEntry */

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Print every change of the state as it happens, until Ctrl+C.",
  options: {
    section: { value: "NAME", help: "only of this part, such as instance or parameters", multiple: true },
    ...SECRETS,
  },
  notes: `Where it cannot be told what has changed, it names the parts to look at, or says "anything", as after a reset. With
--json a change is a line.`,
  examples: ["watch", "watch --section instance --section parameters", "watch --json | jq .revision"],
  needs: "account",
  run({ account, options, output }) {
    return untilSignal(async (signal) => {
      for await (const change of account.changes({ sections: options.section, signal })) {
        if (!options["show-secrets"]) maskSecrets(change);
        output.line(change, () => linesOf(change, output));
      }
    });
  },
};

/**
 * @param {MockStateChange} change
 * @param {import("../output.js").Output} output
 */
function linesOf(change, output) {
  const revision = output.paint({ text: String(change.revision), style: "dim" });
  if (change.type === "state") {
    // What is not the state as a whole is named; "other" is always the last of its parts.
    const isAll = change.sections.includes("instance") && change.sections.includes("other");
    return `${revision}  anything${isAll ? "" : ` in ${output.paint(change.sections.join(" "))}`}`;
  }
  return change.entries.map((entry) => `${revision}  ${entryText(entry, output)}`).join("\n");
}

/**
 * @param {MockStateEntry} entry
 * @param {import("../output.js").Output} output
 */
function entryText({ type, ...entry }, output) {
  const { value, ...key } = /** @type {Record<string, unknown>} */ (entry);
  const names = Object.values(key).map((name) => output.paint(/** @type {string} */ (name)));
  const shown = value === undefined ? [] : [value === null ? "gone" : output.paint(JSON.stringify(value))];
  return [output.paint({ text: type, style: "cyan" }), ...names, ...shown].join("  ");
}
