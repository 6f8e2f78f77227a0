"use strict";

const { heldMs } = require("./broken-connection.js");
const { pause } = require("./pause.js");
const { answerCommand, answerInvocation } = require("./responses.js");

/** What every client sends, and no call goes by. */
const IGNORED = new Set([
  "accept",
  "accept-encoding",
  "amz-sdk-invocation-id",
  "connection",
  "content-length",
  "host",
  "user-agent",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-user-agent",
]);

/**
 * A call of AWS as it came, in process or over HTTP.
 *
 * @typedef {{
 *   method: string,
 *   target: string,
 *   headers: Record<string, string>,
 *   body: Uint8Array | string | undefined,
 *   signal?: AbortSignal,
 * }} AwsRequest `target` is the path with the query, names of headers are lower case
 * @typedef {{ statusCode: number, headers: Record<string, string>, body: Uint8Array }} AwsResponse
 * @typedef {import("./broken-connection.js").BrokenConnection} BrokenConnection
 * @typedef {AwsResponse | BrokenConnection} Outcome what the transport is to hand on now
 * @typedef {import("../engine.js").Engine} Engine
 * @typedef {import("../binding.js").AwsStep} AwsStep
 * @typedef {import("../binding.js").AwsQuestion} AwsQuestion
 * @typedef {import("./responses.js").Answer} Answer
 */

/**
 * Has the account answer a request, or break its connection. AWS's errors are answers.
 *
 * @param {Engine} engine
 * @param {AwsRequest} request
 * @returns {Promise<Outcome>} rejects where the store cannot answer: `ERR_CLOSED`, `ERR_BUSY`, `ERR_PERSISTENCE`; or with
 *   an `AbortError`, where the caller goes away while the request waits
 */
async function dispatch(engine, request) {
  // A promise only where another process or an earlier call has to be waited for.
  const called = call(engine, request, undefined);
  const step = "then" in called ? await called : called;
  return step.status === undefined || step.waitMs !== undefined ? goOn(engine, request, step) : response(step);
}

/**
 * @param {Engine} engine
 * @param {AwsRequest} request
 * @param {string | undefined} progress
 * @returns {AwsStep | Promise<AwsStep>}
 */
function call(engine, { method, target, headers, body }, progress) {
  return engine.change(engine.native.awsCall, `${method} ${target}`, headerLines(headers), body, progress);
}

/**
 * The headers that say something about a call, as lines of names and values in turn.
 *
 * @param {Record<string, string>} headers
 */
function headerLines(headers) {
  let lines = "";
  for (const name in headers) if (!IGNORED.has(name)) lines += `${name}\n${headers[name]}\n`;
  return lines;
}

/**
 * Waits and asks until there is an outcome, and delivers that.
 *
 * @param {Engine} engine
 * @param {AwsRequest} request
 * @param {AwsStep} step
 */
async function goOn(engine, request, step) {
  const begun = performance.now();
  /** @type {{ decided?: string, asked?: true, answer?: unknown, elapsedMs?: number }} */
  const progress = {};
  /** @type {Answer | undefined} */
  let asked;
  while (step.status === undefined && step.connection === undefined) {
    if (step.waitMs !== undefined) {
      await pause(step.waitMs, request);
    } else {
      asked = await ask(engine, JSON.parse(/** @type {string} */ (step.question)));
      progress.asked = true;
      progress.answer = asked?.answer;
    }
    progress.decided = step.decided;
    progress.elapsedMs = performance.now() - begun;
    step = await call(engine, request, JSON.stringify(progress));
  }
  asked?.after?.(step.command);
  return deliver(step, request);
}

/**
 * Waits until the caller is to learn of an outcome.
 *
 * @param {AwsStep} step
 * @param {AwsRequest} request
 * @returns {Promise<Outcome>}
 */
async function deliver(step, request) {
  const { waitMs = 0, connection, afterMs } = step;
  await pause(waitMs, request);
  if (connection === undefined) return response(step);
  const broken = { connection, afterMs };
  await pause(heldMs(broken), request);
  return broken;
}

/**
 * Asks the application's own code.
 *
 * @param {Engine} engine
 * @param {AwsQuestion} question
 * @returns {Answer | Promise<Answer> | undefined} `undefined` where it has none that fits
 */
function ask(engine, question) {
  if (question.kind === "command") {
    const handler = engine.responders.commandHandler(question.commands);
    return handler && answerCommand(engine, handler, question);
  }
  if (question.kind === "functions") return { answer: engine.responders.functionNames() };
  const handler = engine.responders.invokeHandler(question.functionName);
  if (question.kind === "function") return handler && { answer: true };
  return handler && answerInvocation(handler, question);
}

/**
 * @param {AwsStep} step
 * @returns {AwsResponse}
 */
function response({ status, headers: list = [], body }) {
  /** @type {Record<string, string>} */
  const headers = {};
  for (let i = 0; i < list.length; i += 2) headers[list[i]] = list[i + 1];
  return { statusCode: /** @type {number} */ (status), headers, body: bytes(body) };
}

/**
 * The body as an array of this realm, which SDKs ask for: under jsdom, a `Buffer` is none.
 *
 * @param {Uint8Array | string | undefined} body
 */
function bytes(body = "") {
  const buffer = typeof body === "string" ? Buffer.from(body) : body;
  return buffer instanceof Uint8Array ? buffer : Uint8Array.from(buffer);
}

exports.dispatch = dispatch;
