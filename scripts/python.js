"use strict";

/* The virtual environment that boto3 and the aws command line run in, pinned by __test__/python/requirements.txt. */

const { spawnSync } = require("node:child_process");
const { existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { root } = require("./run.js");

const isWindows = process.platform === "win32";
const environment = path.join(root, "target", "python");
/** The folder of its executables. */
const executables = path.join(environment, isWindows ? "Scripts" : "bin");
const python = path.join(executables, "python");

/**
 * Makes the environment, unless it is there with just these packages.
 *
 * @returns {string | undefined} why there is none, where Python or the packages cannot be had
 */
function installPython() {
  const requirements = path.join(root, "__test__", "python", "requirements.txt");
  // Written last: what was interrupted is made anew.
  const installed = path.join(environment, "installed.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return undefined;
  rmSync(environment, { recursive: true, force: true });
  const problem =
    attempt(isWindows ? "python" : "python3", ["-m", "venv", environment]) ??
    attempt(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  if (problem === undefined) writeFileSync(installed, wanted);
  return problem;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {string | undefined} why it has failed
 */
function attempt(command, args) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (!error && status === 0) return undefined;
  const reason = error?.message ?? `${stdout}${stderr}`.trim().split("\n").at(-1);
  return `\`${path.basename(command)} ${args.slice(0, 2).join(" ")}\` failed: ${reason}`;
}

module.exports = { executables, installPython, python };
