"use strict";

const { inspect, types } = require("node:util");

/**
 * A value that was given in the place of another, in a few words.
 *
 * @param {any} value
 */
function shown(value) {
  if (types.isPromise(value)) return "a promise; await it";
  if (typeof value === "function") {
    const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
    return `the ${kind} ${value.name}`.trim();
  }
  if (typeof value?.send === "function") return `a plain ${value.constructor?.name}`;
  return inspect(value, { depth: 0, maxStringLength: 50, maxArrayLength: 5, breakLength: Number.POSITIVE_INFINITY });
}

exports.shown = shown;
