"use strict";

const { Failure } = require("../errors.js");

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

const DEFAULT_TIMEOUT_MS = 5000;

/** Beyond it, Node has no timers. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Asks the control API at a URL. */
class Client {
  #base;
  #shown;
  #timeoutMs;

  /**
   * @param {URL} base what the resources are below
   * @param {number} [timeoutMs]
   */
  constructor(base, timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#base = base;
    this.#timeoutMs = Math.min(timeoutMs, LONGEST_TIMEOUT_MS);
    const { origin, pathname } = base;
    // Without what may be a password.
    this.#shown = origin + pathname;
  }

  /** @param {string} path */
  urlOf(path) {
    return this.#base.href + path;
  }

  /**
   * The answer to a request.
   *
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string | undefined>} [query]
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async ask(method, path, query, body) {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const response = await this.#send(method, path, query, body, signal);
    return this.#read(response, signal);
  }

  /**
   * As `ask`, with `undefined` where there is no such thing.
   *
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string | undefined>} [query]
   * @returns {Promise<any>}
   */
  async find(method, path, query) {
    try {
      return await this.ask(method, path, query);
    } catch (error) {
      if (/** @type {{ code?: string }} */ (error).code === "ERR_NOT_FOUND") return undefined;
      throw error;
    }
  }

  /**
   * The data of the server-sent events of a name.
   *
   * @param {string} path
   * @param {Record<string, string | undefined>} query
   * @param {string} name
   * @param {AbortSignal} [signal]
   */
  async *events(path, query, name, signal) {
    const response = await this.#open(path, query, signal);
    let text = "";
    for await (const chunk of this.#chunks(response, signal)) {
      text += chunk;
      const events = text.split("\n\n");
      text = /** @type {string} */ (events.pop());
      for (const event of events) {
        const lines = event.split("\n");
        if (!lines.includes(`event: ${name}`)) continue;
        yield JSON.parse(lines.flatMap((line) => (line.startsWith("data: ") ? [line.slice(6)] : [])).join("\n"));
      }
    }
    throw new Failure(`The account at ${this.#shown} was closed.`);
  }

  /**
   * A stream of events, which may go on for ever, but has to begin in time.
   *
   * @param {string} path
   * @param {Record<string, string | undefined>} query
   * @param {AbortSignal} [signal]
   */
  async #open(path, query, signal) {
    const opening = new AbortController();
    const timer = setTimeout(() => opening.abort(timeout()), this.#timeoutMs);
    const end = () => opening.abort(signal?.reason);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
    try {
      const response = await this.#send("GET", path, query, undefined, opening.signal);
      const isStream = response.headers["content-type"]?.startsWith("text/event-stream") ?? false;
      if (!isStream) await this.#read(response, opening.signal);
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {IncomingMessage} response
   * @param {AbortSignal} [signal]
   * @returns {AsyncGenerator<string>}
   */
  async *#chunks(response, signal) {
    try {
      yield* response.setEncoding("utf8");
    } catch (error) {
      throw this.#failure(/** @type {Error} */ (error), signal);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string | undefined>} [query]
   * @param {unknown} [body]
   * @param {AbortSignal} [signal]
   * @returns {Promise<IncomingMessage>}
   */
  #send(method, path, query = {}, body, signal) {
    const url = new URL(this.urlOf(path));
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = text === undefined ? {} : { "content-type": "application/json" };
    const { request } = url.protocol === "https:" ? require("node:https") : require("node:http");
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, signal }, resolve);
      sent.once("error", (error) => reject(this.#failure(error, signal)));
      sent.end(text);
    });
  }

  /**
   * @param {IncomingMessage} response
   * @param {AbortSignal} [signal]
   */
  async #read(response, signal) {
    let text = "";
    for await (const chunk of this.#chunks(response, signal)) text += chunk;
    const answer = parse(text);
    if (response.statusCode !== undefined && response.statusCode < 300 && isOurs(response, answer)) return answer;
    const { code, message } = answer?.error ?? {};
    if (typeof message === "string") throw Object.assign(new Failure(message), { code });
    throw new Failure(
      `What answers at ${this.#shown} is no mock-state-store (${response.statusCode}). Give the URL of the endpoint, or of the route of mockRoutes(), such as http://localhost:3000/api/mock.`,
    );
  }

  /**
   * What to say of a request that has failed; the error itself where somebody has ended it.
   *
   * @param {NodeJS.ErrnoException} error
   * @param {AbortSignal} [signal]
   */
  #failure(error, signal) {
    if (signal?.aborted) {
      if (signal.reason?.name !== "TimeoutError") return error;
      return new Failure(`No answer from ${this.#shown} within ${this.#timeoutMs} ms.`);
    }
    const { code, message } = error;
    if (code === "ECONNREFUSED") {
      return new Failure(`Nobody listens at ${this.#shown}. Start the application, or mock-state-store serve.`);
    }
    return new Failure(`${this.#shown} cannot be reached: ${message || code}.`);
  }
}

/** The reason of what takes too long, as `AbortSignal.timeout()` has it. */
function timeout() {
  return new DOMException("It takes too long.", "TimeoutError");
}

/**
 * Whether an answer is one of the control API: a read has a header for its revision, a write has it in the answer.
 *
 * @param {IncomingMessage} response
 * @param {any} answer
 */
function isOurs({ headers }, answer) {
  return answer !== undefined && (headers["mock-revision"] !== undefined || typeof answer?.revision === "number");
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

exports.Client = Client;
