"use strict";

/* The linters: `npm run check`, and the first part of `npm test`. */

const { run, runSteps, tool } = require("./run.js");
const { installDependencies, pack } = require("./setup.js");
const { build } = require("./cargo-build.js");
const { buildInspector } = require("./inspector.js");

/** @type {import("./run.js").Step[]} */
const CHECKS = [
  ["rustfmt", () => run("cargo", ["fmt", "--check"])],
  ["clippy", () => run("cargo", ["clippy", "--all-targets", "--locked", "--", "-D", "warnings"])],
  ["biome", () => tool("@biomejs/biome", ["check", "--error-on-warnings"])],
  ["tsc", () => tool("typescript", ["--project", "."])],
  ["tsc inspector", () => tool("typescript", ["--project", "inspector"])],
  [
    "package",
    () => {
      const tarball = pack();
      tool("publint", ["run", tarball, "--strict"]);
      tool("@arethetypeswrong/cli", [tarball]);
    },
  ],
];

if (require.main === module) {
  runSteps([
    ["dependencies", installDependencies],
    ["build", () => void build()],
    ["build inspector", buildInspector],
    ...CHECKS,
  ]);
}

module.exports = { CHECKS };
