"use strict";

const fs = require("node:fs");
const path = require("node:path");

/** @typedef {import("./index.js").Finding} Finding */

const PACKAGE = "mock-state-store";
const CONFIGS = ["next.config.ts", "next.config.mts", "next.config.mjs", "next.config.js", "next.config.cjs"];

/**
 * Whether Next.js is about to bundle this package, which a native binary does not survive.
 *
 * @param {string} folder that of the application
 * @returns {Finding}
 */
function checkBundler(folder) {
  if (!dependsOnNext(folder)) return { check: "bundler", result: "ok", text: "No Next.js in this folder." };
  const name = CONFIGS.find((config) => fs.existsSync(path.join(folder, config)));
  const text = name === undefined ? "" : textOf(path.join(folder, name));
  const mend = `Wrap the configuration in ${name ?? "next.config.mjs"}: export default withMockStateStore({ … }), from "${PACKAGE}/next".`;
  if (text.includes("withMockStateStore")) {
    return { check: "bundler", result: "ok", text: `${name} has withMockStateStore.` };
  }
  if (!text.includes("serverExternalPackages") || !text.includes(PACKAGE)) {
    return { check: "bundler", result: "problem", text: `Next.js would bundle ${PACKAGE}.`, mend };
  }
  if (isLinked(folder)) {
    const problem = `Next.js would bundle ${PACKAGE}: serverExternalPackages does not hold for a linked package.`;
    return { check: "bundler", result: "problem", text: problem, mend };
  }
  return { check: "bundler", result: "ok", text: `${name} has it in serverExternalPackages.` };
}

/** @param {string} folder */
function dependsOnNext(folder) {
  try {
    const { dependencies, devDependencies } = JSON.parse(textOf(path.join(folder, "package.json")));
    return "next" in { ...dependencies, ...devDependencies };
  } catch {
    return false;
  }
}

/** @param {string} folder */
function isLinked(folder) {
  try {
    return fs.lstatSync(path.join(folder, "node_modules", PACKAGE)).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * The text of a file; none where it cannot be read.
 *
 * @param {string} file
 */
function textOf(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

exports.checkBundler = checkBundler;
