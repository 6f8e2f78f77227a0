"use strict";

const { readArguments } = require("./arguments.js");
const { UsageError } = require("./errors.js");
const { print, showWarnings } = require("./warnings.js");

/**
 * The command line: runs the command that is asked for, and sets the exit code, which is 2 for a wrong command line and
 * 1 for what goes wrong.
 *
 * @param {string[]} args
 */
async function main(args) {
  process.stdout.on("error", endWithReader);
  showWarnings();
  try {
    const request = readArguments(args);
    if (request.kind === "version") process.stdout.write(`${require("../../package.json").version}\n`);
    else if (request.kind === "help") process.stdout.write(require("./help.js").help(request.path, request.about));
    else await require("./run.js").run(request);
  } catch (error) {
    fail(/** @type {Error} */ (error));
  }
}

/** @param {Error} error */
function fail(error) {
  const isUsage = error instanceof UsageError;
  print(isUsage ? `${error.message}\nSee ${["mock-state-store", ...error.path].join(" ")} --help.` : error.message);
  process.exitCode = isUsage ? 2 : 1;
}

/**
 * Whoever reads what is printed, such as `head`, has had enough.
 *
 * @param {NodeJS.ErrnoException} error
 */
function endWithReader(error) {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

exports.main = main;
