"use strict";

const { UsageError, readArguments } = require("./arguments.js");
const { HELP } = require("./help.js");

/**
 * The command line: runs the command that is asked for, and sets the exit code, which is 2 for a wrong argument and 1
 * for what goes wrong.
 *
 * @param {string[]} args
 */
async function main(args) {
  try {
    const { command, options } = readArguments(args);
    if (options.help) process.stdout.write(HELP);
    else if (options.version) process.stdout.write(`${require("../../package.json").version}\n`);
    else if (command === "serve") await require("./serve.js").serve(options);
    else throw new UsageError("A command is missing.");
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const { message } = /** @type {Error} */ (error);
    process.stderr.write(`mock-state-store: ${message}\n${isUsage ? HINT : ""}`);
    process.exitCode = isUsage ? 2 : 1;
  }
}

const HINT = "See mock-state-store --help.\n";

exports.main = main;
