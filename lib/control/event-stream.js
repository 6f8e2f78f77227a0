"use strict";

const { after } = require("./after.js");
const { CallFeed } = require("./call-feed.js");
const { writePosition } = require("./position.js");
const { maskSecrets } = require("./secrets.js");
const { Watcher } = require("../watch.js");

/** @import * as Api from "../../index.js" */
/** @typedef {import("../engine.js").Engine} Engine */
/**
 * @typedef {{
 *   sections: string[] | undefined,
 *   position: import("./position.js").Position,
 *   hasCalls: boolean,
 *   showsSecrets: boolean,
 *   isStale: () => boolean,
 *   signals: AbortSignal[],
 *   limits: typeof import("./limits.js").LIMITS,
 * }} Options `isStale` says whether the store is no longer that of the account; each of `signals` ends the stream
 */

/** However long a look for calls takes, the next comes after this. */
const MOST_CALLS_MS = 800;

/** The place of a stream in the history of a store. */
class Place extends Watcher {
  #notify;
  #hasEnded = false;

  /**
   * @param {import("../feed.js").Feed} feed
   * @param {string[] | undefined} sections
   * @param {number | undefined} since
   * @param {() => void} notify is called when there may be a change, and at the end
   */
  constructor(feed, sections, since, notify) {
    super(feed, sections, since);
    this.#notify = notify;
  }

  get hasEnded() {
    return this.#hasEnded;
  }

  /** @override */
  wake() {
    this.#notify();
  }

  /** @override */
  end() {
    this.#hasEnded = true;
    super.end();
    this.#notify();
  }

  /** All changes that there are, in one, unless the store has forgotten some. */
  takeAll() {
    try {
      return this.take(this.feed.newest, true);
    } catch (error) {
      if (!this.feed.settles(error)) this.end();
      return undefined;
    }
  }
}

/**
 * Server-sent events of a store: changes and calls. Each is made when the client reads it, so that nothing piles up for a
 * slow one.
 */
class EventStream {
  #engine;
  #options;
  #place;
  #calls;
  #hasBegun = false;
  /** Whether an event was sent just now. */
  #isCollecting = false;
  #areCallsDue = true;
  #isHeartbeatDue = false;
  #isWoken = false;
  #wake = () => {};
  #onAbort = () => this.end();

  /**
   * @param {Engine} engine
   * @param {Options} options
   */
  constructor(engine, options) {
    const { sections, position, hasCalls, signals } = options;
    this.#engine = engine;
    this.#options = options;
    this.#place = new Place(engine.feed, sections, position.revision, () => this.#notify());
    this.#calls = hasCalls ? new CallFeed(engine) : undefined;
    const encoder = new TextEncoder();
    /** @type {ReadableStream<Uint8Array>} */
    this.readable = new ReadableStream(
      {
        pull: async (controller) => {
          const text = this.#hasBegun ? await this.#next() : await this.#begin();
          if (text === undefined) controller.close();
          else controller.enqueue(encoder.encode(text));
        },
        cancel: () => this.end(),
      },
      { highWaterMark: 0 },
    );
    for (const signal of signals) signal.addEventListener("abort", this.#onAbort);
    if (signals.some(({ aborted }) => aborted)) this.end();
  }

  /** Ends the stream, once what is being made has been read. */
  end() {
    this.#place.end();
  }

  #notify() {
    this.#isWoken = true;
    const { hasEnded } = this.#place;
    if (hasEnded) for (const signal of this.#options.signals) signal.removeEventListener("abort", this.#onAbort);
    if (!this.#isCollecting || hasEnded) this.#wake();
  }

  async #begin() {
    const { position, limits } = this.#options;
    this.#hasBegun = true;
    await this.#calls?.begin(position.callId);
    this.#awaitHeartbeat(limits.heartbeatMs);
    const { revision } = this.#place;
    const about = { revision, pid: process.pid, version: require("../../package.json").version };
    return `retry: ${limits.retryMs}\n${this.#event("ready", about)}`;
  }

  /**
   * The next events, or a comment; nothing at the end.
   *
   * @returns {Promise<string | undefined>}
   */
  async #next() {
    const { isStale, limits } = this.#options;
    while (!this.#place.hasEnded && !isStale()) {
      this.#isWoken = false;
      const events = this.#isCollecting ? "" : `${this.#nextChange()}${await this.#nextCalls()}`;
      if (events !== "") {
        this.#collect(limits.collectMs);
        return events;
      }
      if (this.#isHeartbeatDue) {
        this.#awaitHeartbeat(limits.heartbeatMs);
        return ": heartbeat\n\n";
      }
      if (!this.#isWoken) await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
    }
    this.end();
    return undefined;
  }

  #nextChange() {
    const change = this.#place.takeAll();
    if (change === undefined) return "";
    return this.#event("change", this.#options.showsSecrets ? change : maskSecrets(change));
  }

  async #nextCalls() {
    if (this.#calls === undefined || !this.#areCallsDue) return "";
    const { callsMs, callsShare } = this.#options.limits;
    const begun = performance.now();
    const told = await this.#calls.take();
    this.#areCallsDue = false;
    // Where many calls are kept, a look takes long: it leaves most of the time to those who make them.
    const took = performance.now() - begun;
    after(Math.max(callsMs, Math.min(Math.ceil(took * callsShare), MOST_CALLS_MS)), () => {
      this.#areCallsDue = true;
      this.#notify();
    });
    return told === undefined ? "" : this.#event("calls", told);
  }

  /** @param {number} ms */
  #collect(ms) {
    this.#isCollecting = true;
    after(ms, () => {
      this.#isCollecting = false;
      this.#notify();
    });
  }

  /** @param {number} ms */
  #awaitHeartbeat(ms) {
    this.#isHeartbeatDue = false;
    after(ms, () => {
      this.#isHeartbeatDue = true;
      this.#notify();
    });
  }

  /**
   * @param {string} type
   * @param {unknown} data
   */
  #event(type, data) {
    const id = writePosition(this.#engine, this.#place.revision, this.#calls?.lastId ?? null);
    return `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}

exports.EventStream = EventStream;
