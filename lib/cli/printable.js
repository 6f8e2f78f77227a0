"use strict";

/** @type {Record<string, string>} */
const ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Control characters of ASCII and of Latin 1, ends of lines, and what changes the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STEERING = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text in one line, with control characters written out as JSON does it: what the account holds, and what a server
 * answers, must not steer a terminal.
 *
 * @param {string} text
 */
function printable(text) {
  return text.replace(STEERING, (character) => {
    return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * The same for a text of several lines.
 *
 * @param {string} text
 */
function printableLines(text) {
  return text.split("\n").map(printable).join("\n");
}

module.exports = { printable, printableLines };
