"use strict";

/* `npm test`: everything there is, from a clone on; `npm test -- jest tsc` runs only the steps named. */

const path = require("node:path");
const { build } = require("./cargo-build.js");
const { CHECKS } = require("./check.js");
const { runMatrix } = require("./matrix.js");
const { root, run, runSteps, tool } = require("./run.js");
const { installDependencies, installExample, pack } = require("./setup.js");

/** @param {string} project */
function vitest(project) {
  tool("vitest", ["run", `--project=${project}`]);
}

/** @type {[name: string, step: () => void][]} */
const STEPS = [
  ["dependencies", installDependencies],
  ["build", build],
  ...CHECKS,
  ["cargo test", () => run("cargo", ["test", "--locked"])],
  [
    "loom",
    () => run("cargo", ["test", "--release"], { cwd: path.join(root, "loom"), env: { RUSTFLAGS: "--cfg loom" } }),
  ],
  ["vitest", () => vitest("!next")],
  ["jest", () => tool("jest", [])],
  ["node versions", () => runMatrix(pack())],
  [
    "next",
    () => {
      installExample(pack());
      vitest("next");
    },
  ],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some(([step]) => step === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. There are: ${STEPS.map(([name]) => name).join(", ")}.`);
  process.exitCode = 1;
} else {
  runSteps(STEPS.filter(([name]) => wanted.length === 0 || wanted.includes(name)));
}
