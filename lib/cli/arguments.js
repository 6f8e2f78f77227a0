"use strict";

const { parseArgs } = require("node:util");
const { nearest } = require("../nearest.js");

/** What the user got wrong. */
class UsageError extends Error {}

const COMMANDS = ["serve"];

/** @satisfies {import("node:util").ParseArgsConfig["options"]} */
const OPTIONS = /** @type {const} */ ({
  port: { type: "string" },
  host: { type: "string" },
  "allow-host": { type: "string", multiple: true },
  state: { type: "string" },
  empty: { type: "boolean" },
  transitions: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
});

/**
 * @typedef {{
 *   port?: number,
 *   host?: string,
 *   allowHost?: string[],
 *   state?: string,
 *   empty?: boolean,
 *   transitions?: "immediate" | "manual" | number,
 *   help?: boolean,
 *   version?: boolean,
 * }} Options
 */

/**
 * @param {string[]} args
 * @returns {{ command: string | undefined, options: Options }}
 * @throws {UsageError}
 */
function readArguments(args) {
  const { values, positionals } = parse(args);
  const [command, ...more] = positionals;
  if (command !== undefined && !COMMANDS.includes(command)) {
    throw new UsageError(`Unknown command "${command}"; did you mean "${nearest(command, COMMANDS)}"?`);
  }
  if (more.length > 0) throw new UsageError(`Unexpected argument "${more[0]}".`);
  const { port, transitions, "allow-host": allowHost, ...rest } = values;
  const options = {
    ...rest,
    allowHost,
    port: port === undefined ? undefined : readPort(port),
    transitions: transitions === undefined ? undefined : readTransitions(transitions),
  };
  return { command, options };
}

/** @param {string[]} args */
function parse(args) {
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true });
  const names = Object.keys(OPTIONS);
  for (const token of tokens) {
    if (token.kind === "option" && !names.includes(token.name)) {
      const hint = nearest(token.name, names);
      throw new UsageError(`Unknown option "${token.rawName}"; did you mean "--${hint}"?`);
    }
  }
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // A value that is missing, or one too many: Node says it well, on its first line.
    throw new UsageError(/** @type {Error} */ (error).message.split("\n", 1)[0]);
  }
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be a whole number from 0 to 65535, not "${text}".`);
}

/**
 * @param {string} text
 * @returns {Options["transitions"]}
 */
function readTransitions(text) {
  if (text === "immediate" || text === "manual") return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--transitions must be "immediate", "manual" or a number of milliseconds, not "${text}".`);
}

module.exports = { UsageError, readArguments };
