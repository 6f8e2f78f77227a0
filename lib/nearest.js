"use strict";

/**
 * The name that is most like a misspelt one.
 *
 * @param {string} misspelt
 * @param {readonly string[]} names at least one
 */
function nearest(misspelt, names) {
  const distances = names.map((name) => distance(misspelt.toLowerCase(), name.toLowerCase()) / name.length);
  return names[distances.indexOf(Math.min(...distances))];
}

/**
 * Whether a name is like another one, so that it may well be that one misspelt.
 *
 * @param {string} a
 * @param {string} b
 */
function isLike(a, b) {
  return distance(a.toLowerCase(), b.toLowerCase()) * 3 <= Math.max(a.length, b.length);
}

/**
 * How many characters have to be added, removed or replaced (Levenshtein).
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
  }
  return row[b.length];
}

module.exports = { isLike, nearest };
