"use strict";

const { printable, printableLines } = require("./printable.js");

/** @typedef {"bold" | "dim" | "red" | "green" | "yellow" | "cyan"} Style */
/** @typedef {{ text: string, style: Style } | string | number | undefined} Cell */

/** The SGR codes of a style: on, off. @type {Record<Style, [number, number]>} */
const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] };

/** What is printed: tables and colours for people, JSON for scripts. */
class Output {
  #stream;
  #hasColors;

  /**
   * @param {NodeJS.WriteStream} stream
   * @param {{ json?: boolean, env?: NodeJS.ProcessEnv }} [options]
   */
  constructor(stream, { json = false, env = process.env } = {}) {
    this.#stream = stream;
    this.isJson = json;
    this.#hasColors = hasColors(stream, env);
  }

  /**
   * Prints a value: as JSON, or as the text that a function makes of it.
   *
   * @param {unknown} value
   * @param {() => string} text
   */
  show(value, text) {
    this.#write(this.isJson ? json(value, 2) : text());
  }

  /**
   * Prints one of many values that follow each other: JSON in a line.
   *
   * @param {unknown} value
   * @param {() => string} text
   */
  line(value, text) {
    this.#write(this.isJson ? json(value) : text());
  }

  /**
   * Prints text as it is where it goes into a file or a pipe; a terminal is sent no control characters.
   *
   * @param {string} text
   */
  raw(text) {
    this.#write(this.#stream.isTTY ? printableLines(text) : text);
  }

  /** @param {string} text */
  #write(text) {
    if (text !== "") this.#stream.write(`${text}\n`);
  }

  /**
   * A name and a value in each line.
   *
   * @param {[name: string, value: Cell][]} rows those without a value are left out
   */
  fields(rows) {
    const shown = rows.filter(([, value]) => value !== undefined);
    return this.rows(shown.map(([name, value]) => [{ text: name, style: "dim" }, value]));
  }

  /**
   * @param {string[]} headings
   * @param {Cell[][]} rows
   */
  table(headings, rows) {
    return this.rows([headings.map((text) => ({ text, style: /** @type {const} */ ("bold") })), ...rows]);
  }

  /**
   * Rows of as many cells each, in columns.
   *
   * @param {Cell[][]} rows
   */
  rows(rows) {
    const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => textOf(row[column]).length)));
    return rows
      .map((row) =>
        row
          .map((cell, column) => {
            const isLast = column === row.length - 1;
            return this.paint(cell) + (isLast ? "" : " ".repeat(widths[column] - textOf(cell).length + 2));
          })
          .join("")
          .trimEnd(),
      )
      .join("\n");
  }

  /** @param {Cell} cell */
  paint(cell) {
    if (typeof cell !== "object" || !this.#hasColors) return textOf(cell);
    const [on, off] = CODES[cell.style];
    return `\x1b[${on}m${textOf(cell)}\x1b[${off}m`;
  }
}

/**
 * JSON that is the same to who parses it, and steers no terminal: JSON itself escapes the control characters of ASCII
 * alone.
 *
 * @param {unknown} value
 * @param {number} [indent]
 */
function json(value, indent) {
  return printableLines(JSON.stringify(value, null, indent));
}

/** @param {Cell} cell */
function textOf(cell) {
  return printable(String(typeof cell === "object" ? cell.text : (cell ?? "")));
}

/**
 * @param {NodeJS.WriteStream} stream
 * @param {NodeJS.ProcessEnv} env
 */
function hasColors(stream, env) {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

exports.Output = Output;
