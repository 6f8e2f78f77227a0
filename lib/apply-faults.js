"use strict";

const { optional, scalar } = require("./argument.js");
const { heldMs } = require("./aws/broken-connection.js");
const { abortError, connectionError } = require("./aws/client/errors.js");
const { pause } = require("./aws/pause.js");
const { refusal } = require("./errors.js");
const { warn } = require("./warnings.js");
const { wrongType } = require("./wrong-type.js");

/** @typedef {import("./binding.js").FaultDecision} FaultDecision */
/** @typedef {import("./engine.js").Engine} Engine */

/** What the SDK says of its attempts where it makes one. */
const ONCE = { attempts: 1, totalRetryDelay: 0 };

/**
 * Has the faults of an action on code that plays AWS itself.
 *
 * @param {Engine} engine
 * @param {unknown} action
 * @param {unknown} [options]
 * @param {unknown} [change]
 */
async function applyFaults(engine, action, options, change) {
  const caller = checked(options);
  const { resource, signal } = caller;
  if (change !== undefined && typeof change !== "function") throw wrongType("change", "of type function", change);
  if (signal?.aborted) throw abortError(signal);
  const json = await engine.change(engine.native.applyFaults, scalar(action), optional(resource));
  /** @type {[string, FaultDecision, string | null]} */
  const [requestId, { beforeMs, afterMs, isAfter, instead }, doubt] = JSON.parse(json);
  if (doubt !== null) warn("ERR_UNKNOWN_OPERATION", doubt);
  await pause(beforeMs, caller);
  const isSpared = instead !== undefined && !isAfter;
  const value = isSpared ? undefined : await change?.();
  await pause(afterMs, caller);
  if (instead === undefined) return value;
  if ("connection" in instead) {
    await pause(heldMs(instead), caller);
    throw Object.assign(await connectionError(instead), { $metadata: { ...ONCE } });
  }
  throw serviceError(instead.error, requestId);
}

/**
 * @param {any} options
 * @returns {{ resource?: unknown, signal?: AbortSignal }}
 */
function checked(options = {}) {
  if (typeof options !== "object" || options === null) throw wrongType("options", "of type object", options);
  const { resource, signal } = read(options);
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw wrongType("options.signal", "an AbortSignal", signal);
  }
  return { resource, signal };
}

/** @param {any} options whose getters may throw */
function read(options) {
  try {
    const { resource, signal } = options;
    return { resource, signal };
  } catch (error) {
    throw refusal(error).toError("options");
  }
}

/**
 * The error that the SDK makes of an answer.
 *
 * @param {{ code: string, message: string, statusCode: number }} answered
 * @param {string} requestId
 */
function serviceError({ code, message, statusCode }, requestId) {
  // The SDK has this text for a message that is empty.
  return Object.assign(new Error(message || "UnknownError"), {
    name: code,
    $fault: statusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode: statusCode, requestId, ...ONCE },
  });
}

exports.applyFaults = applyFaults;
