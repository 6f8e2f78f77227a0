"use strict";

/** That a client has gone before it was answered. The signal is made when it is first read, as that takes a while. */
class Departure {
  /** @type {AbortController | undefined} */
  #controller;
  #isGone = false;

  get signal() {
    this.#controller ??= new AbortController();
    if (this.#isGone) this.#controller.abort();
    return this.#controller.signal;
  }

  happen() {
    this.#isGone = true;
    this.#controller?.abort();
  }
}

exports.Departure = Departure;
