"use strict";

/*
 * Runs where the package is installed from a tarball: leaves a shipped binary that loads alone, and
 * else builds one with cargo. Needs no dependency.
 */

const { existsSync, rmSync } = require("node:fs");
const path = require("node:path");
const { PlainError, build, main } = require("./cargo-build.js");
const { loadNative } = require("../lib/native.js");

const root = path.join(__dirname, "..");

main(() => {
  // A clone, which `prepare` builds; npm never packs a lockfile.
  if (existsSync(path.join(root, "package-lock.json"))) return;
  try {
    loadNative();
    return;
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\nBuilding it with cargo, which takes a minute or two.`);
  }
  build();
  // Cargo's intermediate files are many times the size of the package.
  rmSync(path.join(root, "target"), { recursive: true, force: true });
  try {
    loadNative();
  } catch (error) {
    throw new PlainError(`The binary was built, and still: ${/** @type {Error} */ (error).message}`);
  }
});
