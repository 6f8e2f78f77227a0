"use strict";

const { after } = require("./after.js");
const { summaryOf } = require("./resources/calls.js");

/** @typedef {import("../../index.js").MockCall} MockCall */

/** How long a look is good for others, in ms and as a multiple of the time that it took, up to a limit. */
const SHARED_MS = 50;
const SHARED_SHARE = 10;
const MOST_SHARED_MS = 400;

/**
 * The last look at the calls of each engine, as long as it is good for others.
 *
 * @type {WeakMap<import("../engine.js").Engine, { text: string }>}
 */
const reads = new WeakMap();

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
    // Read in any case: what others have read may be older than the call that this begins after.
    const text = await this.#read();
    if (callId !== undefined) this.#lastId = callId;
    else this.#seenId = this.#lastId = lastIdIn(text);
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
    const text = await this.#readShared();
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

  /**
   * What another feed has just read: many streams read no more often than a few.
   *
   * @returns {Promise<string>}
   */
  async #readShared() {
    return reads.get(this.#engine)?.text ?? this.#read();
  }

  /** @returns {Promise<string>} */
  async #read() {
    const begun = performance.now();
    const read = { text: await this.#engine.calls() };
    reads.set(this.#engine, read);
    const took = performance.now() - begun;
    after(Math.min(Math.max(SHARED_MS, took * SHARED_SHARE), MOST_SHARED_MS), () => {
      if (reads.get(this.#engine) === read) reads.delete(this.#engine);
    });
    return read.text;
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
  const id = /^\{"id":"([^"]*)"/.exec(line)?.[1];
  // A copy: a part of a text keeps all of it in memory.
  return id === undefined ? null : Buffer.from(id).toString();
}

exports.CallFeed = CallFeed;
