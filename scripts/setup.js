"use strict";

/*
 * What a clone needs before anything runs in it. Each part does nothing where nothing changed.
 */

const {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} = require("node:fs");
const path = require("node:path");
const { npm, root } = require("./run.js");

const cache = path.join(root, "node_modules", ".cache", "mock-state-store");

/** The folders of the examples. */
const examples = {
  nextApp: path.join(root, "examples", "next-app"),
  vitestSuite: path.join(root, "examples", "vitest-suite"),
};

/** Installs the devDependencies. The binary is a step of its own, whose progress one wants to see. */
function installDependencies() {
  install(root, ["--ignore-scripts"]);
}

/** Packs the package as `npm publish` would, and answers the path of the tarball. */
function pack() {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "pack-"));
  try {
    npm(["pack", "--silent", "--pack-destination", folder]);
    const { name, version } = require("../package.json");
    const tarball = path.join(cache, `${name}.tgz`);
    renameSync(path.join(folder, `${name}-${version}.tgz`), tarball);
    return tarball;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Gives an example this build of the package, and its dependencies.
 *
 * @param {string} example its folder
 * @param {string} tarball
 */
function installExample(example, tarball) {
  const copy = path.join(example, "mock-state-store.tgz");
  if (!existsSync(copy) || !readFileSync(copy).equals(readFileSync(tarball))) copyFileSync(tarball, copy);
  install(example, [], [copy]);
}

/**
 * `npm ci` where what is installed is older than what it was made from.
 *
 * @param {string} folder
 * @param {string[]} args
 * @param {string[]} [sources] what it was made from, besides the lockfile
 */
function install(folder, args, sources = []) {
  const installed = modified(path.join(folder, "node_modules", ".package-lock.json"));
  const changed = [path.join(folder, "package-lock.json"), ...sources].some((file) => modified(file) > installed);
  if (changed) npm(["ci", "--no-audit", "--no-fund", ...args], { cwd: folder });
}

/** @param {string} file */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

module.exports = { cache, examples, installDependencies, installExample, pack };
