"use strict";

/* The linters: `npm run check`, and the first part of `npm test`. */

const { run, runSteps, tool } = require("./run.js");
const { installDependencies, pack } = require("./setup.js");
const { build } = require("./cargo-build.js");

/** @type {import("./run.js").Step[]} */
const CHECKS = [
  ["rustfmt", () => run("cargo", ["fmt", "--check"])],
  ["clippy", () => run("cargo", ["clippy", "--all-targets", "--locked", "--", "-D", "warnings"])],
  ["biome", () => tool("@biomejs/biome", ["check", "--error-on-warnings"])],
  ["tsc", () => tool("typescript", ["--project", "."])],
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
  runSteps([["dependencies", installDependencies], ["build", () => void build()], ...CHECKS]);
}

module.exports = { CHECKS };
