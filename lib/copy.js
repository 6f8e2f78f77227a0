"use strict";

/**
 * A deep copy of data that came from JSON.
 *
 * @template T
 * @param {T} value
 * @returns {T}
 */
function copy(value) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return /** @type {T} */ (value.map(copy));
  // The spread makes `__proto__` a key like any other, and it then is one to the assignment too.
  const result = /** @type {Record<string, unknown>} */ ({ ...value });
  for (const key in result) {
    const part = result[key];
    if (typeof part === "object" && part !== null) result[key] = copy(part);
  }
  return /** @type {T} */ (result);
}

/**
 * A deep copy of entries by name, as an object.
 *
 * @template T
 * @param {ReadonlyMap<string, T>} entries
 * @returns {Record<string, T>}
 */
function copyToObject(entries) {
  return Object.fromEntries(copyToEntries(entries));
}

/**
 * A deep copy of entries by name.
 *
 * @template T
 * @param {ReadonlyMap<string, T>} entries
 * @returns {Map<string, T>}
 */
function copyToMap(entries) {
  return new Map(copyToEntries(entries));
}

/**
 * @template T
 * @param {ReadonlyMap<string, T>} entries
 * @returns {[string, T][]}
 */
function copyToEntries(entries) {
  return Array.from(entries, ([name, entry]) => [name, copy(entry)]);
}

module.exports = { copy, copyToMap, copyToObject };
