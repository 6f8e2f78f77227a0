"use strict";

/* Whether the input of a command is the one that is expected, in the form in which calls are recorded. */

/**
 * @typedef {(a: unknown, b: unknown) => boolean} Equals the runner's own, for the sake of asymmetric matchers
 * @typedef {Record<string, unknown>} Input
 */

/**
 * Whether an input has all members that are expected.
 *
 * @param {Input} input
 * @param {unknown} expected an object, or an asymmetric matcher
 * @param {Equals} equals
 */
function hasInput(input, expected, equals) {
  if (isMatcher(expected)) return equals(input, expected);
  return differingMembers(input, expected, equals).length === 0;
}

/**
 * The names of the expected members that an input has otherwise or lacks.
 *
 * @param {Input} input
 * @param {unknown} expected
 * @param {Equals} equals
 */
function differingMembers(input, expected, equals) {
  const members = /** @type {Input} */ (expected);
  return Object.keys(members).filter((name) => !equals(input[name], asRecorded(members[name], input[name])));
}

/**
 * What is expected as a call records it: times as ISO text, bytes as base64, also where they were given as text.
 *
 * @param {any} expected
 * @param {any} recorded what stands in its place in the call
 * @returns {unknown}
 */
function asRecorded(expected, recorded) {
  if (typeof expected === "string") {
    return expected !== recorded && Buffer.from(expected).toString("base64") === recorded ? recorded : expected;
  }
  if (typeof expected !== "object" || expected === null || isMatcher(expected)) return expected;
  if (Object.prototype.toString.call(expected) === "[object Date]") {
    return Number.isNaN(expected.getTime()) ? expected : expected.toISOString();
  }
  if (ArrayBuffer.isView(expected)) {
    return Buffer.from(expected.buffer, expected.byteOffset, expected.byteLength).toString("base64");
  }
  if (Array.isArray(expected)) return expected.map((item, index) => asRecorded(item, recorded?.[index]));
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, asRecorded(value, recorded?.[key])]));
}

/** @param {any} value */
function isMatcher(value) {
  return typeof value?.asymmetricMatch === "function";
}

module.exports = { asRecorded, differingMembers, hasInput, isMatcher };
