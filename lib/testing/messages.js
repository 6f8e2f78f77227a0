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
 * An input in one line: JSON, with asymmetric matchers as the runner prints them.
 *
 * @param {unknown} input
 * @param {Context["utils"]} [utils] those of the runner, where the input may have matchers
 */
function inputText(input, utils) {
  return text(asRecorded(input, undefined));

  /**
   * @param {unknown} value
   * @returns {string}
   */
  function text(value) {
    if (utils !== undefined && isMatcher(value)) return oneLine(utils.stringify(value));
    if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
    if (typeof value !== "object" || value === null) {
      return typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
    }
    const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${text(member)}`);
    return `{${members.join(",")}}`;
  }
}

/** @param {string} printed */
function oneLine(printed) {
  return printed.replace(/,?\n\s*(?=[\]}])/g, " ").replace(/\n\s*/g, " ");
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
    /** @type {Input} */
    const wanted = {};
    /** @type {Input} */
    const had = {};
    for (const name of names) {
      const given = /** @type {Input} */ (expected)[name];
      const payload = payloadText(nearest, name, given);
      if (name in input) had[name] = input[name];
      // What an asymmetric matcher accepts is no difference.
      if (!differing.includes(name)) wanted[name] = input[name];
      else if (payload === undefined) wanted[name] = asRecorded(given, input[name]);
      else {
        wanted[name] = payload;
        if (name in input) had[name] = Buffer.from(String(input[name]), "base64").toString();
      }
    }
    lines.push(context.utils.diff(wanted, had) ?? "");
  }
  if (JSON.stringify(input).includes('"***"')) lines.push('Values of SecureString parameters are recorded as "***".');
  return lines.join("\n\n");
}

/**
 * The payload that is expected of a Lambda function, as text; `undefined` where a member is none, or a matcher stands for it.
 *
 * @param {Received} received
 * @param {string} name
 * @param {unknown} value
 */
function payloadText({ service, operation }, name, value) {
  if (service !== "lambda" || !operation.startsWith("Invoke") || name !== "Payload") return undefined;
  if (typeof value === "string") return value;
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
    : undefined;
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
