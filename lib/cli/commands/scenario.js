"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { Failure } = require("../errors.js");
const { json } = require("../values.js");

/** @type {import("../options.js").Options} */
const SCENARIOS = { scenarios: { value: "DIR", help: "a folder of scenarios, a JSON file each; for a file" } };

/** @type {import("./index.js").Command} */
const list = {
  summary: "List the scenarios.",
  options: SCENARIOS,
  examples: ["scenario list", "scenario list --scenarios test/scenarios"],
  needs: "account",
  async run({ account, output }) {
    const [scenarios, current] = [await account.listScenarios(), await account.currentScenario()];
    output.show(scenarios, () =>
      output.table(
        ["NAME", "", "DESCRIPTION"],
        scenarios.map(({ name, description, builtIn }) => [
          name === current?.name ? { text: name, style: "green" } : name,
          name === current?.name ? "applied" : builtIn ? "" : "own",
          description,
        ]),
      ),
    );
  },
};

/** @type {import("./index.js").Command} */
const apply = {
  summary: "Put a scenario in the place of all there is.",
  parameters: "NAME",
  options: SCENARIOS,
  notes: "NAME is that of a scenario, or the path of a JSON file that holds one, ending in .json.",
  examples: [
    "scenario apply throttled",
    "scenario apply ./night.json",
    "scenario apply night --scenarios test/scenarios",
  ],
  needs: "changes",
  async run({ account, args: [name], output }) {
    await account.applyScenario(name.endsWith(".json") ? readScenario(name) : name);
    const current = await account.currentScenario();
    output.show({ ...current, revision: await account.revision() }, () => `Applied ${output.paint(current?.name)}.`);
  },
};

/** @type {import("./index.js").Command} */
const show = {
  summary: "Show the scenario that was applied last.",
  examples: ["scenario show"],
  needs: "account",
  async run({ account, output }) {
    const current = await account.currentScenario();
    output.show(current ?? null, () => {
      if (current === undefined) return "No scenario was applied since the last reset.";
      const { name, description, appliedAt } = current;
      return output.fields([
        ["name", name],
        ["description", description],
        ["applied", appliedAt],
      ]);
    });
  },
};

/**
 * The scenario of a file, by whose name it goes unless it says another one.
 *
 * @param {string} file
 */
function readScenario(file) {
  let text = "";
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`The scenario cannot be read: ${/** @type {Error} */ (error).message}.`);
  }
  return { name: path.basename(file, ".json"), ...json(text, file) };
}

/** @type {import("./index.js").Group} */
module.exports = { summary: "List, apply and show scenarios.", actions: { list, apply, show } };
