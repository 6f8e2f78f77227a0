"use strict";

const { engineOf } = require("../account.js");
const { ENGINE } = require("../../store.js");
const { dispatch } = require("../dispatch.js");
const { within } = require("./deadline.js");
const { abortError, connectionError } = require("./errors.js");
const { targetOf } = require("./target.js");

/** @import * as Api from "../../../aws.js" */

/**
 * The transport of a client of the AWS SDK for JavaScript: instead of sending a request, it has the store answer it.
 *
 * @implements {Api.AwsRequestHandler}
 */
class RequestHandler {
  metadata = { handlerProtocol: "http/1.1" };
  #store;

  /** @param {import("../../store.js").MockStateStore} [store] by default the one of `getMockStateStore()` at each request */
  constructor(store) {
    this.#store = store;
  }

  /** The account that answers, as that of a store: `expect(client)` asks for its calls. */
  get [ENGINE]() {
    return engineOf(this.#store);
  }

  /**
   * @param {Api.AwsHttpRequest} request
   * @param {Api.AwsHandlerOptions} [options]
   */
  async handle(request, { abortSignal, requestTimeout } = {}) {
    if (abortSignal?.aborted) throw abortError(abortSignal);
    if (abortSignal === undefined && !requestTimeout) return { response: await this.#answer(request) };
    return { response: await within(abortSignal, requestTimeout, (signal) => this.#answer(request, signal)) };
  }

  /**
   * @param {Api.AwsHttpRequest} request
   * @param {AbortSignal} [signal]
   */
  #answer(request, signal) {
    const { body } = request;
    const isRead = typeof body === "string" || body === undefined || ArrayBuffer.isView(body);
    if (isRead) return this.#dispatch(request, /** @type {Uint8Array | string | undefined} */ (body), signal);
    return read(body).then((bytes) => this.#dispatch(request, bytes, signal));
  }

  /**
   * @param {Api.AwsHttpRequest} request
   * @param {Uint8Array | string | undefined} body
   * @param {AbortSignal} [signal]
   */
  async #dispatch(request, body, signal) {
    const { method } = request;
    const headers = lowerCase(request.headers);
    const call = { method, target: targetOf(request), headers, body, signal };
    const outcome = await dispatch(engineOf(this.#store), call);
    if ("connection" in outcome) throw await connectionError(outcome);
    return outcome;
  }

  // The SDK configures its handler with these; there is nothing to configure.

  updateHttpClientConfig() {}

  httpHandlerConfigs() {
    return {};
  }

  destroy() {}
}

/** @param {Record<string, string>} headers */
function lowerCase(headers) {
  /** @type {Record<string, string>} */
  const lower = {};
  for (const name of Object.keys(headers)) lower[name.toLowerCase()] = headers[name];
  return lower;
}

/**
 * The bytes of a body that is a stream, a blob or a buffer.
 *
 * @param {any} body
 */
async function read(body) {
  if (body === null) return undefined;
  if (typeof body.arrayBuffer === "function") return new Uint8Array(await body.arrayBuffer());
  if (body[Symbol.asyncIterator] === undefined) return Buffer.from(body);
  const chunks = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

exports.RequestHandler = RequestHandler;
