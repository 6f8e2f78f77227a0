"use strict";

const { Call, Created, EventStreamAnswer, FileAnswer } = require("./call.js");
const { RequestError, invalid, toRequestError } = require("./errors.js");
const { LIMITS } = require("./limits.js");
const { findRoute } = require("./routes.js");
const { maskSecrets } = require("./secrets.js");
const { getMockStateStore, sharedStore } = require("../singleton.js");

/** @typedef {import("../store.js").MockStateStore} MockStateStore */
/** @typedef {import("./call.js").ControlRequest} ControlRequest */
/**
 * An answer, for whichever server sends it.
 *
 * @typedef {{ statusCode: number, headers: Record<string, string>, body: string | ReadableStream<Uint8Array> }} Answer
 */

/** What is in the state is data, whatever it looks like, and older a moment later. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * Answers a request to the control API. It never rejects.
 *
 * @param {MockStateStore | undefined} store by default the one of `getMockStateStore()`
 * @param {ControlRequest} request
 * @param {string} prefix for messages
 * @param {typeof LIMITS} [limits]
 * @returns {Promise<Answer>}
 */
async function control(store, request, prefix, limits = LIMITS) {
  try {
    return await answer(store, request, prefix, limits);
  } catch (error) {
    return refusal(toRequestError(error));
  }
}

/**
 * @param {MockStateStore | undefined} given
 * @param {ControlRequest} request
 * @param {string} prefix
 * @param {typeof LIMITS} limits
 * @returns {Promise<Answer>}
 */
async function answer(given, request, prefix, limits) {
  const { method, path, search } = request;
  const query = new URLSearchParams(search);
  const { handler, names } = findRoute(method, segmentsOf(path), query, prefix);
  const isRead = method === "GET" || method === "HEAD";
  const bytes = isRead ? undefined : await bodyOf(request, limits);
  const store = given ?? getMockStateStore();
  const isStale = () => (given ?? sharedStore() ?? store) !== store;
  const call = new Call(store, isStale, request, names, query, bytes, limits);
  const isSecret = !call.showsSecrets;
  // Before the read, so that changes after it include all that the read lacks.
  const headers = isRead ? { "mock-revision": String(await store.revision()) } : undefined;
  const value = await handler(call);
  if (value instanceof EventStreamAnswer) return streamed(value, method);
  if (value instanceof FileAnswer)
    return { statusCode: 200, headers: { ...HEADERS, ...value.headers }, body: value.body };
  const [statusCode, told] = value instanceof Created ? [201, value.value] : [200, value];
  return json(statusCode, isSecret ? maskSecrets(told) : told, headers);
}

/**
 * The decoded segments of a path. A slash at the end is none: servers add it, and take it away.
 *
 * @param {string} path
 */
function segmentsOf(path) {
  const segments = path.split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw invalid(`The path ${JSON.stringify(path)} is not percent-encoded UTF-8.`);
  }
}

/**
 * The body, unless it is empty.
 *
 * @param {ControlRequest} request
 * @param {typeof LIMITS} limits
 */
async function bodyOf({ body, contentType }, { bodyBytes }) {
  const bytes = await body();
  if (bytes === undefined || bytes.byteLength === 0) return undefined;
  if (bytes.byteLength > bodyBytes) throw tooLarge(bodyBytes);
  if (JSON_TYPE.test(contentType ?? "")) return bytes;
  throw new RequestError(415, "ERR_UNSUPPORTED_MEDIA_TYPE", "The body must have the content-type application/json.");
}

/** @param {number} bytes */
function tooLarge(bytes) {
  return new RequestError(413, "ERR_BODY_TOO_LARGE", `The body must have at most ${bytes} bytes.`);
}

/**
 * @param {EventStreamAnswer} answer
 * @param {string} method
 * @returns {Answer}
 */
function streamed({ stream }, method) {
  const headers = { ...HEADERS, "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" };
  if (method !== "HEAD") return { statusCode: 200, headers, body: stream };
  void stream.cancel();
  return { statusCode: 200, headers, body: "" };
}

/** @param {RequestError} error */
function refusal({ statusCode, code, message, headers }) {
  return json(statusCode, { error: { code, message } }, headers);
}

/**
 * @param {number} statusCode
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
function json(statusCode, value, headers) {
  return {
    statusCode,
    headers: { ...HEADERS, "content-type": "application/json", ...headers },
    body: JSON.stringify(value) ?? "null",
  };
}

module.exports = { control, refusal, tooLarge };
