"use strict";

/*
 * A folder of scenarios: each is a JSON file. Its name is that of the file without `.json`, unless it says another one.
 * Nothing joins a name that a caller asks for to a path.
 */

const fs = require("node:fs");
const path = require("node:path");
const { scenarioArgument } = require("./argument.js");
const { ArgumentError } = require("./errors.js");

const EXTENSION = ".json";

/**
 * @typedef {object} ScenarioFile
 * @property {string} file its path
 * @property {unknown} name
 * @property {string} text the scenario as an argument
 */

/**
 * The paths of the files of a folder, in the order of their names.
 *
 * @param {string} folder
 */
function scenarioFiles(folder) {
  /** @type {string[]} */
  let names;
  try {
    names = fs.readdirSync(folder);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw wrong(`The folder of the "options.scenarios" argument cannot be read: ${message}`, error);
  }
  const files = names.filter((name) => name.endsWith(EXTENSION) && !name.startsWith("."));
  return files.sort().map((name) => path.join(folder, name));
}

/**
 * Reads a file. Whether it holds a scenario is for native code to say.
 *
 * @param {string} file
 * @returns {ScenarioFile}
 */
function readScenario(file) {
  /** @type {any} */
  let scenario;
  try {
    // Another file may never end, as a pipe.
    if (!fs.statSync(file).isFile()) throw new Error("it is no regular file");
    scenario = JSON.parse(fs.readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw wrong(`${file} cannot be read: ${/** @type {Error} */ (error).message}`, error);
  }
  const isObject = typeof scenario === "object" && scenario !== null && !Array.isArray(scenario);
  if (isObject) scenario = { name: stem(file), ...scenario };
  try {
    return { file, name: isObject ? scenario.name : stem(file), text: scenarioArgument(scenario, "scenario") };
  } catch (error) {
    throw ofFile(file, error);
  }
}

/**
 * The file of a scenario, and why another file, in which it may be too, cannot be read.
 *
 * @param {string} folder
 * @param {string} name
 * @returns {{ found?: ScenarioFile, problem?: unknown }}
 */
function findScenario(folder, name) {
  const files = scenarioFiles(folder);
  // Most often the file is named as the scenario is.
  files.sort((a, b) => Number(stem(b) === name) - Number(stem(a) === name));
  let problem;
  for (const file of files) {
    try {
      const found = readScenario(file);
      if (found.name === name) return { found };
    } catch (error) {
      if (stem(file) === name) throw error;
      problem ??= error;
    }
  }
  return { problem };
}

/** @param {string} file */
function stem(file) {
  return path.basename(file, EXTENSION);
}

/**
 * An error about what a file holds, which says so.
 *
 * @param {string} file
 * @param {unknown} error
 */
function ofFile(file, error) {
  if (!(error instanceof ArgumentError)) return error;
  return new ArgumentError(error.code, `${file}: ${error.message}`, { cause: error.cause });
}

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
function wrong(message, cause) {
  return new ArgumentError("ERR_INVALID_ARG_VALUE", message, { cause });
}

module.exports = { findScenario, ofFile, readScenario, scenarioFiles, wrong };
