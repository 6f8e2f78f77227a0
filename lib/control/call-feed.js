"use strict";

const { summaryOf } = require("./resources/calls.js");

/** @typedef {import("../../index.js").MockCall} MockCall */

/** The calls that are new since the last look. */
class CallFeed {
  #engine;
  /** @type {string | null} that of the last call that was told; `null` where there was none */
  #lastId = null;
  /** @type {string | null | undefined} that of the last call at the last look */
  #seenId;

  /** @param {import("../engine.js").Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * Begins after a call, or after those that there are.
   *
   * @param {string | null | undefined} callId
   */
  async begin(callId) {
    if (callId !== undefined) this.#lastId = callId;
    else this.#seenId = this.#lastId = lastIdIn(await this.#read());
  }

  /** The id of the last call that was told. */
  get lastId() {
    return this.#lastId;
  }

  /**
   * The new calls; with `reset`, all that there are, because those before are forgotten.
   *
   * @returns {Promise<{ calls: Omit<MockCall, "input" | "output">[], reset: boolean } | undefined>}
   */
  async take() {
    const text = await this.#read();
    const newest = lastIdIn(text);
    if (newest === this.#seenId) return undefined;
    this.#seenId = newest;
    const lines = text.split("\n").slice(0, -1);
    const known = lines.findLastIndex((line) => idOf(line) === this.#lastId);
    const reset = known === -1 && this.#lastId !== null;
    const calls = lines.slice(known + 1).map((line) => summaryOf(JSON.parse(line)));
    this.#lastId = newest;
    return calls.length > 0 || reset ? { calls, reset } : undefined;
  }

  /** @returns {Promise<string>} */
  async #read() {
    return this.#engine.calls();
  }
}

/** @param {string} text lines, each with a newline */
function lastIdIn(text) {
  return text === "" ? null : idOf(text.slice(text.lastIndexOf("\n", text.length - 2) + 1));
}

/**
 * The id, with which a line begins: it would take long to parse them all.
 *
 * @param {string} line
 */
function idOf(line) {
  return /^\{"id":"([^"]*)"/.exec(line)?.[1] ?? null;
}

exports.CallFeed = CallFeed;
