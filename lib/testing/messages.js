"use strict";

/* What a matcher says where it fails. */

const { asRecorded, differingMembers, isMatcher } = require("./inputs.js");

/**
 * @typedef {import("./commands.js").Received} Received
 * @typedef {import("./commands.js").Wanted} Wanted
 * @typedef {import("./inputs.js").Input} Input
 * @typedef {import("./matchers.js").Context} Context
 */

/** How many commands are listed, and how much of the input of each. */
const MOST_COMMANDS = 20;
const MOST_INPUT = 200;

/**
 * The name of what is wanted.
 *
 * @param {Wanted | Received} command
 */
function title({ service, operation }) {
  return service === undefined ? operation : `${service}:${operation}`;
}

/**
 * The commands that were received, a line each.
 *
 * @param {Received[]} received
 */
function list(received) {
  if (received.length === 0) return "It received no command.";
  const left = received.length - MOST_COMMANDS;
  const lines = received.map((command, index) => `  ${index + 1}. ${title(command)} ${shortened(command)}`);
  const shown = left > 0 ? [`  (${left} earlier)`, ...lines.slice(left)] : lines;
  return ["It received:", ...shown].join("\n");
}

/** @param {Received} command */
function shortened({ input, attempts }) {
  const text = inputText(input);
  const short = text.length > MOST_INPUT ? `${text.slice(0, MOST_INPUT)}…` : text;
  return attempts === 1 ? short : `${short} (${attempts} attempts)`;
}

/**
 * An input in one line, as JSON with the names of asymmetric matchers.
 *
 * @param {unknown} input
 */
function inputText(input) {
  return JSON.stringify(asRecorded(input, undefined), (_, value) => {
    if (isMatcher(value)) return value.toAsymmetricMatcher?.() ?? String(value);
    return value === undefined || typeof value === "bigint" ? String(value) : value;
  });
}

/**
 * How the nearest of some commands differs from what is expected.
 *
 * @param {Context} context
 * @param {Received[]} candidates
 * @param {unknown} expected
 */
function difference(context, candidates, expected) {
  const nearest = nearestOf(context, candidates, expected);
  if (nearest === undefined) return undefined;
  const { input } = nearest;
  const lines = [candidates.length === 1 ? `The ${title(nearest)}:` : `The nearest ${title(nearest)}:`];
  if (isMatcher(expected)) lines.push(context.utils.diff(expected, input) ?? "");
  else {
    const names = Object.keys(/** @type {Input} */ (expected));
    const differing = differingMembers(input, expected, context.equals);
    if (differing.length === 0) return undefined;
    // What an asymmetric matcher accepts is no difference.
    const wanted = names.map((name) => [
      name,
      differing.includes(name) ? asRecorded(/** @type {Input} */ (expected)[name], input[name]) : input[name],
    ]);
    const had = names.filter((name) => name in input).map((name) => [name, input[name]]);
    lines.push(context.utils.diff(Object.fromEntries(wanted), Object.fromEntries(had)) ?? "");
  }
  if (JSON.stringify(input).includes('"***"')) lines.push('Values of SecureString parameters are recorded as "***".');
  return lines.join("\n\n");
}

/**
 * The one that differs in the fewest members, the latest of those.
 *
 * @param {Context} context
 * @param {Received[]} candidates
 * @param {unknown} expected
 */
function nearestOf({ equals }, candidates, expected) {
  if (isMatcher(expected)) return candidates.at(-1);
  const distances = candidates.map(({ input }) => differingMembers(input, expected, equals).length);
  return candidates[distances.lastIndexOf(Math.min(...distances))];
}

module.exports = { difference, inputText, list, title };
