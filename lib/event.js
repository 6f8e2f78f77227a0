"use strict";

/** @import * as Api from "../index.js" */
/** @typedef {import("./areas.js").Areas} Areas */

/**
 * An event for watchers, as native code tells it: `[from, to, sections, entries]`.
 *
 * @param {Areas} areas
 * @param {[number, number, Api.MockStateSection[], [string, any?, any?][] | null]} event
 * @returns {Api.MockStateChange}
 */
function toEvent(areas, [previousRevision, revision, sections, entries]) {
  if (entries === null) return { type: "state", revision, previousRevision, sections };
  const events = entries.map((entry) => toEntry(areas, entry));
  return { type: "entries", revision, previousRevision, sections, entries: events };
}

/**
 * An entry of a change, under the name that its area has for it.
 *
 * @param {Areas} areas
 * @param {[string, any?, any?]} entry
 * @returns {Api.MockStateEntry}
 */
function toEntry(areas, [type, key, value]) {
  const area = areas.byEntry.get(type);
  /** @type {any} */
  let entry;
  if (area === undefined) entry = key === undefined ? { type } : { type, below: key };
  else entry = area.shape === "one" ? { type, value: key } : { type, [area.key]: key, value };
  return entry;
}

exports.toEvent = toEvent;
