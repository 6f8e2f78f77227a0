"use strict";

const { inspect } = require("node:util");
const { warn } = require("./warnings.js");
const { wrongType } = require("./wrong-type.js");

/** @import * as Api from "../index.js" */
/** @typedef {(text: string) => boolean} Matches */

/**
 * The application's own code that answers calls: handlers of Lambda functions and of commands. The latest that fits
 * answers.
 */
class Responders {
  /** @type {{ functionName: unknown, matches: Matches, handler: Api.InvokeHandler }[]} */
  #invoke = [];
  /** @type {{ matches: (commands: string[]) => boolean, handler: Api.CommandHandler }[]} */
  #command = [];

  /**
   * @param {unknown} functionName
   * @param {unknown} handler
   */
  onInvoke(functionName, handler) {
    const matches = textMatcher(functionName);
    if (matches === undefined) throw wrongType("functionName", "a string or a RegExp", functionName);
    if (typeof handler !== "function") throw wrongType("handler", "of type function", handler);
    return add(this.#invoke, { functionName, matches, handler: /** @type {Api.InvokeHandler} */ (handler) });
  }

  /**
   * @param {unknown} match
   * @param {unknown} handler
   */
  onCommand(match, handler) {
    const text = textMatcher(match);
    const matches = text === undefined ? match : (/** @type {string[]} */ commands) => text(commands.join("\n"));
    if (typeof matches !== "function") throw wrongType("match", "a string, a RegExp or a function", match);
    if (typeof handler !== "function") throw wrongType("handler", "of type function", handler);
    return add(this.#command, { matches: /** @type {any} */ (matches), handler: /** @type {any} */ (handler) });
  }

  /** The same handlers, from which some can be taken back here and not there. */
  copy() {
    const copy = new Responders();
    copy.#invoke = [...this.#invoke];
    copy.#command = [...this.#command];
    return copy;
  }

  /**
   * The code of a function.
   *
   * @param {string} functionName
   */
  invokeHandler(functionName) {
    return this.#invoke.findLast(({ matches }) => matches(functionName))?.handler;
  }

  /** The functions that have code, as far as they have a name: an expression is none. */
  functionNames() {
    return this.#invoke.map(({ functionName }) => functionName).filter((name) => typeof name === "string");
  }

  /**
   * What runs some shell lines. A function that throws instead of saying whether it does is taken for a no.
   *
   * @param {string[]} commands
   */
  commandHandler(commands) {
    return this.#command.findLast(({ matches }) => {
      try {
        return matches([...commands]);
      } catch (error) {
        warn("ERR_HANDLER_FAILED", `A function given to onCommand() has thrown ${inspect(error, { depth: 0 })}`);
        return false;
      }
    })?.handler;
  }
}

/**
 * @template T
 * @param {T[]} list
 * @param {T} item
 */
function add(list, item) {
  list.push(item);
  return () => {
    const index = list.indexOf(item);
    if (index >= 0) list.splice(index, 1);
  };
}

/**
 * @param {unknown} match
 * @returns {Matches | undefined}
 */
function textMatcher(match) {
  if (typeof match === "string") return (text) => text === match;
  // Of another realm, it is no instance of this one's class.
  if (Object.prototype.toString.call(match) !== "[object RegExp]") return undefined;
  const { source, flags } = /** @type {RegExp} */ (match);
  // Where each search would go on where the last one ended, one copy for each is needed.
  return (text) => new RegExp(source, flags).test(text);
}

exports.Responders = Responders;
