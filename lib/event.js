"use strict";

/** @import * as Api from "../index.js" */

/**
 * @param {number} previousRevision
 * @param {number} revision
 * @param {Api.MockStateSection[]} sections
 * @param {[string, ...any][] | null} entries
 * @returns {Api.MockStateChange}
 */
function toEvent(previousRevision, revision, sections, entries) {
  if (entries === null) return { type: "state", revision, previousRevision, sections };
  return { type: "entries", revision, previousRevision, sections, entries: entries.map(toEntry) };
}

/**
 * An entry of a change, for people.
 *
 * @param {[string, ...any]} entry
 * @returns {Api.MockStateEntry}
 */
function toEntry([kind, key, value]) {
  switch (kind) {
    case "parameter":
      return { type: "parameter", name: key, value };
    case "command":
      return { type: "command", number: key, value };
    case "commandsBelow":
      return { type: "commandsRemoved", below: key };
    case "costs":
      return { type: "costs", period: key, value };
    case "latency":
      return { type: "globalLatency", value: key };
    case "failure":
      return { type: "operationFailure", operation: key, value };
    case "failuresGone":
      return { type: "operationFailuresCleared" };
    case "lease":
      return { type: "lease", name: key, value };
    case "fencingToken":
      return { type: "lastFencingToken", value: key };
    case "extra":
      return { type: "unknownKeys", of: key, value };
    default:
      return { type: /** @type {"instance"} */ (kind), value: key };
  }
}

exports.toEvent = toEvent;
