"use strict";

const { parseArgs } = require("node:util");
const { COMMANDS } = require("./commands/index.js");
const { UsageError } = require("./errors.js");
const { GENERAL, SHARED } = require("./options.js");
const { nearest } = require("../nearest.js");

/** @typedef {import("./options.js").Options} Options */
/** @typedef {import("./commands/index.js").Command} Command */
/** @typedef {import("./commands/index.js").Group} Group */

/** The options that may stand before the command. */
const ANYWHERE = { ...GENERAL, ...SHARED };

/**
 * What is asked for: help about a command, an action or all of it, the version, or that a command runs.
 *
 * @typedef {{ kind: "version" }
 *   | { kind: "help", path: string[], about?: Command | Group }
 *   | { kind: "run", path: string[], command: Command, args: string[], options: Record<string, any> }} Request
 */

/**
 * @param {string[]} words
 * @returns {Request}
 * @throws {UsageError}
 */
function readArguments(words) {
  const [name, action] = positionalsOf(words);
  if (name === undefined) {
    const { options } = parse(words, ANYWHERE);
    if (options.help) return { kind: "help", path: [] };
    if (options.version) return { kind: "version" };
    throw new UsageError("A command is missing.");
  }
  if (name === "help") return readArguments([...words.filter((word) => word !== "help"), "--help"]);
  const about = COMMANDS[among(name, Object.keys(COMMANDS), "command")]();
  try {
    return "actions" in about ? readAction(words, name, action, about) : requestOf(words, [name], about);
  } catch (error) {
    if (error instanceof UsageError && error.path.length === 0) error.path = [name];
    throw error;
  }
}

/**
 * @param {string[]} words
 * @param {string} name
 * @param {string | undefined} action
 * @param {Group} group
 * @returns {Request}
 */
function readAction(words, name, action, group) {
  const actions = Object.keys(group.actions);
  if (action !== undefined) {
    const command = group.actions[among(action, actions, `action of ${name}`)];
    try {
      return requestOf(words, [name, action], command);
    } catch (error) {
      if (error instanceof UsageError) error.path = [name, action];
      throw error;
    }
  }
  if (parse(words, ANYWHERE).options.help) return { kind: "help", path: [name], about: group };
  throw new UsageError(`An action is missing: ${actions.join(", ")}.`);
}

/**
 * @param {string[]} words
 * @param {string[]} path
 * @param {Command} command
 * @returns {Request}
 */
function requestOf(words, path, command) {
  const { positionals, options } = parse(words, { ...optionsOf(command), ...GENERAL });
  if (options.help) return { kind: "help", path, about: command };
  if (options.version) return { kind: "version" };
  const args = positionals.slice(path.length);
  checkCount(args, command.parameters);
  return { kind: "run", path, command, args, options };
}

/**
 * The options that a command takes.
 *
 * @param {Command} command
 * @returns {Options}
 */
function optionsOf({ needs, options = {} }) {
  return needs === "nothing" ? options : { ...options, ...SHARED };
}

/**
 * What is no option, before it is known which options the command takes.
 *
 * @param {string[]} args
 */
function positionalsOf(args) {
  const { tokens, positionals } = parseArgs({ args, options: describe(ANYWHERE), strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") break;
    if (token.kind === "option" && !Object.hasOwn(ANYWHERE, token.name)) throw unknown(token, Object.keys(ANYWHERE));
  }
  return positionals;
}

/**
 * @param {{ name: string, rawName: string }} option
 * @param {string[]} names
 */
function unknown({ name, rawName }, names) {
  if (/^-\d/.test(rawName))
    return new UsageError(`"${rawName}" is read as an option; a value that begins with - comes after --.`);
  return new UsageError(`Unknown option "${rawName}"; did you mean "--${nearest(name, names)}"?`);
}

/**
 * @param {string[]} args
 * @param {Options} options
 */
function parse(args, options) {
  const config = describe(options);
  const names = Object.keys(options);
  const { tokens } = parseArgs({ args, options: config, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (!names.includes(token.name)) throw unknown(token, names);
    const { value } = options[token.name];
    if (value !== undefined && token.value === undefined) {
      throw new UsageError(`${token.rawName} needs a value: ${value}.`);
    }
  }
  try {
    const { values, positionals } = parseArgs({ args, options: config, allowPositionals: true });
    return { positionals, options: read(values, options) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // A value that is missing, or one too many: Node says it well, on its first line.
    throw new UsageError(/** @type {Error} */ (error).message.split("\n", 1)[0]);
  }
}

/**
 * @param {Record<string, any>} values
 * @param {Options} options
 * @returns {Record<string, any>}
 */
function read(values, options) {
  const entries = Object.entries(values).map(([name, value]) => {
    const reader = options[name].read;
    return [name, reader === undefined ? value : reader(value, `--${name}`)];
  });
  return Object.fromEntries(entries);
}

/**
 * @param {Options} options
 * @returns {NonNullable<import("node:util").ParseArgsConfig["options"]>}
 */
function describe(options) {
  const entries = Object.entries(options).map(([name, { value, short, multiple = false }]) => {
    const type = /** @type {"string" | "boolean"} */ (value === undefined ? "boolean" : "string");
    return [name, { type, multiple, ...(short !== undefined && { short }) }];
  });
  return Object.fromEntries(entries);
}

/**
 * @param {string} name
 * @param {string[]} names
 * @param {string} what
 */
function among(name, names, what) {
  if (names.includes(name)) return name;
  throw new UsageError(`Unknown ${what} "${name}"; did you mean "${nearest(name, names)}"?`);
}

/**
 * Checks that there are as many arguments as `parameters` says: `NAME [TO]`, `ACTION...`.
 *
 * @param {string[]} args
 * @param {string} [parameters]
 */
function checkCount(args, parameters = "") {
  const names = parameters.split(" ").filter((name) => name !== "");
  const missing = names[args.length];
  if (missing !== undefined && !missing.startsWith("[")) {
    throw new UsageError(`An argument is missing: ${missing.replace("...", "")}.`);
  }
  if (args.length > names.length && !names.at(-1)?.includes("...")) {
    throw new UsageError(`Unexpected argument "${args[names.length]}".`);
  }
}

module.exports = { readArguments, optionsOf };
