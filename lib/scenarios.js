"use strict";

const path = require("node:path");
const { inspect } = require("node:util");
const { scenarioArgument, writtenArgument } = require("./argument.js");
const { nearest } = require("./nearest.js");
const { findScenario, ofFile, readScenario, scenarioFiles, wrong } = require("./scenario-folder.js");

/**
 * A scenario, with the text that it is as an argument, and the file that it was read from.
 *
 * @typedef {import("../index.js").ScenarioInfo & { text: string, file?: string }} Known
 */

/** The scenarios of a store by name: those of its project, and those that come with this package. */
class Scenarios {
  #native;
  /** @type {string | undefined} */
  #folder;
  /** @type {Known[]} */
  #listed;
  /** @type {Known[] | undefined} */
  #builtIn;

  /**
   * @param {import("./binding.js").Binding} native
   * @param {unknown} option the option `scenarios` as it is written in an argument, which native code has checked
   * @param {string[][]} titles the names and descriptions of those in the option, where that is a list
   */
  constructor(native, option, titles) {
    this.#native = native;
    // The working directory may be another one later.
    if (typeof option === "string") this.#folder = path.resolve(option);
    this.#listed = titles.map(([name, description], index) => {
      const text = writtenArgument(/** @type {unknown[]} */ (option)[index]);
      return { name, description, builtIn: false, text };
    });
  }

  /**
   * All of them, in the order of their names.
   *
   * @param {(text: string) => string[]} check checks a scenario, and answers its name and its description
   * @returns {import("../index.js").ScenarioInfo[]}
   */
  list(check) {
    /** @type {Map<string, Known>} */
    const own = new Map(this.#listed.map((scenario) => [scenario.name, scenario]));
    for (const scenario of this.#readFolder(check)) {
      const other = own.get(scenario.name)?.file;
      if (other !== undefined) {
        throw wrong(`${scenario.file}: the scenario "${scenario.name}" is in ${path.basename(other)} already`);
      }
      own.set(scenario.name, scenario);
    }
    const builtIn = this.#readBuiltIn().filter(({ name }) => !own.has(name));
    const all = [...own.values(), ...builtIn].map(({ name, description, builtIn }) => ({ name, description, builtIn }));
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Applies the scenario of a name. One of the project goes before a built-in one.
   *
   * @param {string} name
   * @param {(text: string) => unknown} apply
   */
  async apply(name, apply) {
    const { found, problem } = this.#folder === undefined ? {} : findScenario(this.#folder, name);
    if (found === undefined) return apply(this.#find(name, problem).text);
    try {
      return await apply(found.text);
    } catch (error) {
      throw ofFile(found.file, error);
    }
  }

  /**
   * @param {string} name
   * @param {unknown} problem why a file that may hold it cannot be read
   */
  #find(name, problem) {
    const known = [...this.#listed, ...this.#readBuiltIn()];
    const found = known.find((scenario) => scenario.name === name);
    if (found !== undefined) return found;
    if (problem !== undefined) throw problem;
    const names = [...known.map(({ name }) => name), ...this.#fileNames()];
    const meant = nearest(name, names);
    throw wrong(
      `The "scenario" argument must be the name of a scenario; did you mean "${meant}"? Received ${inspect(name)}`,
    );
  }

  /** @param {(text: string) => string[]} check */
  #readFolder(check) {
    return this.#files().map((path) => {
      const { text } = readScenario(path);
      try {
        const [name, description] = check(text);
        return { name, description, builtIn: false, text, file: path };
      } catch (error) {
        throw ofFile(path, error);
      }
    });
  }

  #fileNames() {
    return this.#files().flatMap((path) => {
      const { name } = readScenario(path);
      return typeof name === "string" ? [name] : [];
    });
  }

  #files() {
    return this.#folder === undefined ? [] : scenarioFiles(this.#folder);
  }

  #readBuiltIn() {
    this.#builtIn ??= /** @type {import("../index.js").Scenario[]} */ (JSON.parse(this.#native.builtInScenarios())).map(
      (scenario) => {
        const { name, description } = scenario;
        return { name, description, builtIn: true, text: scenarioArgument(scenario, "scenario") };
      },
    );
    return this.#builtIn;
  }
}

exports.Scenarios = Scenarios;
