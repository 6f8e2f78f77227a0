"use strict";

const { Failure } = require("../errors.js");

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

const DEFAULT_TIMEOUT_MS = 5000;

/** Asks the control API at a URL. */
class Client {
  #base;
  #timeoutMs;

  /**
   * @param {URL} base what the resources are below
   * @param {number} [timeoutMs]
   */
  constructor(base, timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#base = base;
    this.#timeoutMs = timeoutMs;
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
    return this.#read(response);
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
    const response = await this.#send("GET", path, query, undefined, signal);
    if (response.statusCode !== 200) await this.#read(response);
    let text = "";
    for await (const chunk of response.setEncoding("utf8")) {
      text += chunk;
      const events = text.split("\n\n");
      text = /** @type {string} */ (events.pop());
      for (const event of events) {
        const lines = event.split("\n");
        if (!lines.includes(`event: ${name}`)) continue;
        yield JSON.parse(lines.flatMap((line) => (line.startsWith("data: ") ? [line.slice(6)] : [])).join("\n"));
      }
    }
    throw new Failure(`The account at ${this.#base.href} was closed.`);
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
      sent.once("error", (error) =>
        reject(signal?.aborted && signal.reason.name !== "TimeoutError" ? error : this.#unreachable(error)),
      );
      sent.end(text);
    });
  }

  /** @param {IncomingMessage} response */
  async #read(response) {
    let text = "";
    try {
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
    } catch (error) {
      throw this.#unreachable(/** @type {Error} */ (error));
    }
    const answer = parse(text);
    if (response.statusCode !== undefined && response.statusCode < 300 && answer !== undefined) return answer;
    const { code, message } = answer?.error ?? {};
    if (typeof message === "string") throw Object.assign(new Failure(message), { code });
    throw new Failure(
      `What answers at ${this.#base.href} is no mock-state-store (${response.statusCode}). Give the URL of the endpoint, or of the route of mockRoutes(), such as http://localhost:3000/api/mock.`,
    );
  }

  /** @param {NodeJS.ErrnoException} error */
  #unreachable({ code, name, message }) {
    const { href } = this.#base;
    if (code === "ECONNREFUSED") {
      return new Failure(`Nobody listens at ${href}. Start the application, or mock-state-store serve.`);
    }
    if (name === "AbortError" || name === "TimeoutError") {
      return new Failure(`No answer from ${href} within ${this.#timeoutMs} ms.`);
    }
    return new Failure(`${href} cannot be reached: ${message || code}.`);
  }
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
