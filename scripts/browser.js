"use strict";

/* The Chromium that specs look at pages with: that of the system, since no download of one can be counted on. */

const { accessSync, constants } = require("node:fs");
const path = require("node:path");

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of Chromium: the one that `CHROMIUM_PATH` names, or the first on the `PATH`.
 *
 * @returns {string | undefined}
 */
function findChromium() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const given = process.env.CHROMIUM_PATH;
  return (given ? [given] : onPath).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

exports.findChromium = findChromium;
