"use strict";

/* `npm test`: everything there is, from a clone on; `npm test -- jest tsc` runs only the steps named. */

const path = require("node:path");
const { build } = require("./cargo-build.js");
const { findChromium } = require("./browser.js");
const { CHECKS } = require("./check.js");
const { buildInspector } = require("./inspector.js");
const { runMatrix } = require("./matrix.js");
const { installPython } = require("./python.js");
const { npm, root, runSteps } = require("./run.js");
const { cargoTest, jest, vitest } = require("./runners.js");
const { examples, installDependencies, installExample, pack } = require("./setup.js");

/** @type {import("./run.js").Step[]} */
const STEPS = [
  ["dependencies", installDependencies],
  ["build", () => void build()],
  ["build inspector", buildInspector],
  ...CHECKS,
  ["cargo test", () => cargoTest(["--locked"])],
  ["loom", () => cargoTest(["--release"], { cwd: path.join(root, "loom"), env: { RUSTFLAGS: "--cfg loom" } })],
  ["vitest", () => vitest(["--project=!with-*"])],
  [
    "python",
    () => {
      const problem = installPython();
      return problem === undefined ? vitest(["--project=with-python"]) : { skipped: problem };
    },
  ],
  [
    "inspector",
    () => {
      if (findChromium() === undefined) return { skipped: "there is no Chromium (Debian: `chromium`)" };
      return vitest(["--project=with-browser"]);
    },
  ],
  ["jest", () => jest([])],
  ["node versions", () => runMatrix(pack())],
  [
    "vitest-suite",
    () => {
      installExample(examples.vitestSuite, pack());
      npm(["test"], { cwd: examples.vitestSuite });
    },
  ],
  [
    "next",
    () => {
      installExample(examples.nextApp, pack());
      return vitest(["--project=with-next"]);
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
