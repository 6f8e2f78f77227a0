"use strict";

/* The page that shows the account. */

const { FileAnswer } = require("../call.js");
const { notFound } = require("../errors.js");
const { inspectorFile, inspectorPage } = require("../../inspector/page.js");

/** @typedef {import("../call.js").Call} Call */

/** @param {Call} call */
function getInspector({ path }) {
  return new FileAnswer(read(() => inspectorPage(path.endsWith("/"))));
}

/** @param {Call} call */
function getFile({ name }) {
  const file = read(() => inspectorFile(name));
  if (file === undefined) throw notFound(`The inspector has no file ${JSON.stringify(name)}.`);
  return new FileAnswer(file);
}

/**
 * @template T
 * @param {() => T} file
 * @returns {T}
 */
function read(file) {
  try {
    return file();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
    throw notFound("The inspector is not built; `npm run build` in the folder of mock-state-store builds it.");
  }
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "inspector", getInspector],
  ["GET", "inspector/:name", getFile],
];

exports.ROUTES = ROUTES;
