"use strict";

const { nearest } = require("../nearest.js");

/** Comparing takes as long as both lengths multiplied. */
const LONGEST_NAME = 100;
const MOST_NAMES = 1000;

/**
 * The end of a message: the name that is most like a misspelt one.
 *
 * @param {string} misspelt
 * @param {readonly string[]} names
 * @param {(name: string) => string} [show]
 */
function suggestion(misspelt, names, show = (name) => JSON.stringify(name)) {
  const candidates = names.slice(0, MOST_NAMES).filter((name) => name.length <= LONGEST_NAME);
  if (candidates.length === 0 || misspelt.length > LONGEST_NAME) return ".";
  return `; did you mean ${show(nearest(misspelt, candidates))}?`;
}

exports.suggestion = suggestion;
