"use strict";

const { optional, scalar } = require("./argument.js");
const { abortError, connectionError } = require("./aws/client/errors.js");
const { pause } = require("./aws/pause.js");
const { wrongType } = require("./wrong-type.js");

/** @typedef {import("./binding.js").AppliedFaults} AppliedFaults */
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
  /** @type {AppliedFaults} */
  const faults = JSON.parse(await engine.change(engine.native.applyFaults, scalar(action), optional(resource)));
  const { waitMs = 0, waitAfterMs = 0, after } = faults;
  if (waitMs > 0) await pause(waitMs, signal);
  if (!after) await fail(faults, signal);
  const value = await change?.();
  if (waitAfterMs > 0) await pause(waitAfterMs, signal);
  if (after) await fail(faults, signal);
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
 * Rejects as the SDK does, where the faults have an error or a connection that breaks.
 *
 * @param {AppliedFaults} faults
 * @param {AbortSignal} [signal]
 */
async function fail({ error, connection, afterMs, requestId }, signal) {
  if (connection !== undefined) {
    const ms = afterMs ?? (connection === "timeout" ? Infinity : 0);
    if (ms > 0) await pause(ms, signal);
    throw Object.assign(await connectionError({ connection, afterMs }), { $metadata: ONCE });
  }
  if (error === undefined) return;
  const { code, message, statusCode } = error;
  // The SDK has this text for a message that is empty.
  throw Object.assign(new Error(message || "UnknownError"), {
    name: code,
    $fault: statusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode: statusCode, requestId, ...ONCE },
  });
}

const ONCE = { attempts: 1, totalRetryDelay: 0 };

exports.applyFaults = applyFaults;
