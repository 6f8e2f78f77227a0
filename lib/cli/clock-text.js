"use strict";

/** @type {[unit: string, ms: number][]} */
const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/**
 * What the account's clock shows, for people.
 *
 * @param {import("./account/index.js").ClockStatus} clock
 */
function clockText({ now, offsetMs, frozenAt }) {
  if (frozenAt !== undefined) return `${now}, frozen`;
  return offsetMs === 0 ? now : `${now}, ${durationText(offsetMs)} ahead`;
}

/**
 * A duration as it can be given again: `2m30s`.
 *
 * @param {number} ms
 */
function durationText(ms) {
  let rest = Math.round(ms);
  let text = "";
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) text += `${count}${unit}`;
  }
  return text || "0s";
}

module.exports = { clockText, durationText };
