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
  process.stdout.on("error", endWithOutput);
  // Nobody is left to tell.
  process.stderr.on("error", () => {});
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
 * Ends the process when its output cannot be written: the reader, such as `head`, has closed the pipe, or the disk is full.
 *
 * @param {NodeJS.ErrnoException} error
 */
function endWithOutput({ code, message }) {
  if (code === "EPIPE") process.exit();
  print(`Nothing can be printed: ${message}.`);
  process.exit(1);
}

exports.main = main;
