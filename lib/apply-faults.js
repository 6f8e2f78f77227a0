"use strict";

const { optional, scalar } = require("./argument.js");
const { abortError, connectionError } = require("./aws/client/errors.js");
const { pause } = require("./aws/pause.js");
const { wrongType } = require("./wrong-type.js");

/** @typedef {import("./binding.js").FaultDecision} FaultDecision */
/** @typedef {import("./engine.js").Engine} Engine */

/**
 * Has the faults of an action on code that plays AWS itself.
 *
 * @param {Engine} engine
 * @param {unknown} action
 * @param {unknown} [options]
 * @param {unknown} [change]
 */
async function applyFaults(engine, action, options, change) {
  const { resource, signal } = checked(options);
  if (change !== undefined && typeof change !== "function") throw wrongType("change", "of type function", change);
  if (signal?.aborted) throw abortError(signal);
  const json = await engine.change(engine.native.applyFaults, scalar(action), optional(resource));
  /** @type {[string, FaultDecision]} */
  const [requestId, { beforeMs, afterMs, isAfter, instead }] = JSON.parse(json);
  if (beforeMs > 0) await pause(beforeMs, signal);
  if (instead && !isAfter) await fail(instead, requestId, signal);
  const value = await change?.();
  if (afterMs > 0) await pause(afterMs, signal);
  if (instead && isAfter) await fail(instead, requestId, signal);
  return value;
}

/**
 * @param {any} options
 * @returns {{ resource?: unknown, signal?: AbortSignal }}
 */
function checked(options = {}) {
  if (typeof options !== "object" || options === null) throw wrongType("options", "of type object", options);
  const { resource, signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw wrongType("options.signal", "an AbortSignal", signal);
  }
  return { resource, signal };
}

/**
 * Rejects as the SDK does.
 *
 * @param {NonNullable<FaultDecision["instead"]>} instead
 * @param {string} requestId
 * @param {AbortSignal} [signal]
 */
async function fail(instead, requestId, signal) {
  if ("connection" in instead) {
    const { connection, afterMs } = instead;
    const ms = afterMs ?? (connection === "timeout" ? Infinity : 0);
    if (ms > 0) await pause(ms, signal);
    throw Object.assign(await connectionError({ connection, afterMs }), { $metadata: { ...ONCE } });
  }
  const { code, message, statusCode } = instead.error;
  // The SDK has this text for a message that is empty.
  throw Object.assign(new Error(message || "UnknownError"), {
    name: code,
    $fault: statusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode: statusCode, requestId, ...ONCE },
  });
}

const ONCE = { attempts: 1, totalRetryDelay: 0 };

exports.applyFaults = applyFaults;
