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
  /** @type {string[]} */
  let path = [];
  try {
    const request = readArguments(args);
    if (request.kind === "run") path = request.path;
    if (request.kind === "version") process.stdout.write(`${require("../../package.json").version}\n`);
    else if (request.kind === "help") process.stdout.write(require("./help.js").help(request.path, request.about));
    else await require("./run.js").run(request);
  } catch (error) {
    fail(/** @type {Error} */ (error), path);
  }
}

/**
 * @param {Error} error
 * @param {string[]} path the command, where it is known
 */
function fail(error, path) {
  if (error instanceof UsageError) {
    print(`${error.message}\nSee ${["mock-state-store", ...path, ...error.path].join(" ")} --help.`);
    process.exitCode = 2;
  } else {
    print(error.message);
    process.exitCode = 1;
  }
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
