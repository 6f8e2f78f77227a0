"use strict";

const { UsageError } = require("./errors.js");
const { nearest } = require("../nearest.js");

/*
 * Readers of what is written on the command line. Each takes the text and what the text is called, and throws a
 * `UsageError`.
 */

/** @type {Record<string, number>} */
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds: `2m30s`, `1.5h`, `250ms`; a number alone is milliseconds.
 *
 * @param {string} text
 * @param {string} name
 */
function duration(text, name) {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    throw new UsageError(`${name} must be a time such as 250ms, 90s or 2m30s, not "${text}".`);
  }
  const parts = text.matchAll(/([\d.]+)(ms|s|m|h|d)/g);
  return Math.round([...parts].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0));
}

/**
 * Milliseconds, or a range of them such as `200ms-1s`.
 *
 * @param {string} text
 * @param {string} name
 */
function latency(text, name) {
  const [from, to, ...more] = text.split("-");
  if (to === undefined || more.length > 0) return duration(text, name);
  return { distribution: "uniform", min: duration(from, name), max: duration(to, name) };
}

/**
 * @param {string} text
 * @param {string} name
 */
function number(text, name) {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UsageError(`${name} must be a number, not "${text}".`);
}

/**
 * @param {string} text
 * @param {string} name
 */
function count(text, name) {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`${name} must be a whole number from 0, not "${text}".`);
}

/**
 * @param {string} text
 * @param {string} name
 */
function port(text, name) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new UsageError(`${name} must be a whole number from 0 to 65535, not "${text}".`);
}

/**
 * A moment as the clock takes it: epoch milliseconds, or ISO 8601.
 *
 * @param {string} text
 * @param {string} name
 */
function moment(text, name) {
  const value = /^\d+$/.test(text) ? Number(text) : text;
  if (!Number.isNaN(new Date(value).getTime())) return value;
  throw new UsageError(`${name} must be a moment such as 2026-01-29T10:00:00Z, not "${text}".`);
}

/**
 * @param {string} text
 * @param {string} name
 */
function json(text, name) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${/** @type {Error} */ (error).message}.`);
  }
}

/**
 * A reader of one of some words.
 *
 * @param {...string} words
 */
function oneOf(...words) {
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    if (words.includes(text)) return text;
    throw new UsageError(`Unknown ${name} "${text}"; did you mean "${nearest(text, words)}"?`);
  };
}

module.exports = { duration, latency, number, count, port, moment, json, oneOf };
