"use strict";

const { randomUUID } = require("node:crypto");

/** @typedef {import("../engine.js").Engine} Engine */
/**
 * Where a stream of events stands: after which revision, and after which call, `null` for none. A revision of `Infinity`
 * is lost; what is absent is now.
 *
 * @typedef {{ revision?: number | undefined, callId?: string | null | undefined }} Position
 */

// Registered, and on the global object: every copy of this module in the realm has the same name for an engine.
const STREAMS = Symbol.for("mock-state-store.streams");
const realm = /** @type {{ [STREAMS]?: WeakMap<Engine, string> }} */ (globalThis);

/**
 * Names an engine. Revisions of one are none of another, not even of the same file at another time.
 *
 * @param {Engine} engine
 */
function nameOf(engine) {
  realm[STREAMS] ??= new WeakMap();
  const names = realm[STREAMS];
  const name = names.get(engine) ?? randomUUID().slice(0, 8);
  names.set(engine, name);
  return name;
}

/**
 * The id of an event, for a client to come back with.
 *
 * @param {Engine} engine
 * @param {number} revision
 * @param {string | null} callId
 */
function writePosition(engine, revision, callId) {
  return `${nameOf(engine)}:${revision}:${callId ?? ""}`;
}

/**
 * @param {Engine} engine
 * @param {string} id
 * @returns {Position}
 */
function readPosition(engine, id) {
  const [, name, revision, callId] = /^([^:]+):(\d{1,15}):(.*)$/s.exec(id) ?? [];
  if (name !== nameOf(engine)) return { revision: Number.POSITIVE_INFINITY, callId: "" };
  return { revision: Number(revision), callId: callId === "" ? null : callId };
}

module.exports = { readPosition, writePosition };
