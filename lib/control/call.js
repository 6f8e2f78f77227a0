"use strict";

const { RequestError, invalid } = require("./errors.js");

/** @typedef {import("../store.js").MockStateStore} MockStateStore */

/**
 * A request, wherever it comes from.
 *
 * @typedef {{
 *   method: string,
 *   path: string,
 *   search: string,
 *   contentType: string | null | undefined,
 *   lastEventId: string | null | undefined,
 *   body: () => Promise<Uint8Array | undefined>,
 *   signals?: () => AbortSignal[],
 * }} ControlRequest `path` is that below the prefix, as it came; `body` may reject with a `RequestError`; any of
 *   `signals` ends an answer that goes on
 */

/** What a resource gets of a request. */
class Call {
  #bytes;

  /**
   * @param {MockStateStore} store
   * @param {() => boolean} isStale whether the account has another store by now
   * @param {ControlRequest} request
   * @param {string[]} names those in the path, decoded
   * @param {URLSearchParams} query
   * @param {Uint8Array | undefined} bytes the body
   * @param {typeof import("./limits.js").LIMITS} limits
   */
  constructor(store, isStale, { path, lastEventId, signals }, names, query, bytes, limits) {
    this.store = store;
    this.isStale = isStale;
    this.limits = limits;
    this.path = path;
    this.names = names;
    this.query = query;
    this.lastEventId = lastEventId ?? undefined;
    this.signals = signals ?? (() => []);
    this.#bytes = bytes;
  }

  get name() {
    return this.names[0];
  }

  /** Whether the values of secrets are wanted. */
  get showsSecrets() {
    const secrets = this.query.get("secrets");
    if (secrets === null) return false;
    if (secrets === "show") return true;
    throw invalid(`The "secrets" parameter must be "show". Received ${JSON.stringify(secrets)}`);
  }

  /**
   * A parameter of the query that is `true` or `false`.
   *
   * @param {string} name
   * @param {boolean} otherwise
   */
  flag(name, otherwise) {
    const value = this.query.get(name);
    if (value === null) return otherwise;
    if (value === "true" || value === "false") return value === "true";
    throw invalid(`The "${name}" parameter must be true or false. Received ${JSON.stringify(value)}`);
  }

  /**
   * A parameter of the query that is a whole number from 0.
   *
   * @param {string} name
   */
  count(name) {
    const value = this.query.get(name);
    if (value === null) return undefined;
    if (/^\d{1,15}$/.test(value)) return Number(value);
    throw invalid(`The "${name}" parameter must be a whole number from 0. Received ${JSON.stringify(value)}`);
  }

  /**
   * The body, which has to be JSON.
   *
   * @returns {any}
   */
  get body() {
    if (this.#bytes === undefined) throw new RequestError(400, "ERR_INVALID_JSON", "The request needs a body.");
    try {
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(this.#bytes));
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      throw new RequestError(400, "ERR_INVALID_JSON", `The body is no JSON: ${message}`);
    }
  }

  /**
   * The members of a body that is an object with no others.
   *
   * @param {readonly string[]} names
   * @returns {Record<string, any>}
   */
  members(names) {
    const { body } = this;
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new RequestError(400, "ERR_INVALID_ARG_TYPE", "The body must be an object.");
    }
    const unknown = Object.keys(body).find((name) => !names.includes(name));
    if (unknown === undefined) return body;
    throw invalid(`The body has no ${JSON.stringify(unknown)}; it has ${names.join(", ")}.`);
  }

  /**
   * What a write answers.
   *
   * @param {Record<string, unknown>} [more]
   */
  async written(more) {
    return { revision: await this.store.revision(), ...more };
  }
}

/** An answer with a status of its own. */
class Created {
  /** @param {unknown} value */
  constructor(value) {
    this.value = value;
  }
}

/** An answer that goes on. */
class EventStreamAnswer {
  /** @param {ReadableStream<Uint8Array>} stream */
  constructor(stream) {
    this.stream = stream;
  }
}

/** An answer that is no JSON. */
class FileAnswer {
  /** @param {{ headers: Record<string, string>, body: string }} file */
  constructor({ headers, body }) {
    this.headers = headers;
    this.body = body;
  }
}

exports.Call = Call;
exports.Created = Created;
exports.EventStreamAnswer = EventStreamAnswer;
exports.FileAnswer = FileAnswer;
