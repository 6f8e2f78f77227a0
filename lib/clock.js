"use strict";

const { scalar } = require("./argument.js");

/** @import * as Api from "../index.js" */

/**
 * The account's clock.
 *
 * @implements {Api.MockClock}
 */
class Clock {
  #engine;

  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  now() {
    return this.#engine.now();
  }

  /** @param {unknown} ms */
  async advance(ms) {
    const engine = this.#engine;
    return engine.change(engine.native.advanceClock, scalar(ms));
  }

  /** @param {unknown} time */
  async set(time) {
    const engine = this.#engine;
    return engine.change(engine.native.setClock, scalar(time instanceof Date ? time.getTime() : time));
  }

  async freeze() {
    const engine = this.#engine;
    return engine.change(engine.native.freezeClock);
  }

  async resume() {
    const engine = this.#engine;
    return engine.change(engine.native.resumeClock);
  }
}

exports.Clock = Clock;
