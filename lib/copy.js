"use strict";

/** @import * as Api from "../index.js" */

/**
 * Deep copies of what the replica holds, a function for each kind of record: it knows which keys hold
 * objects, and so is several times faster than one that has to look. A record that holds more of them,
 * under keys nobody here knows, is told to `admit` when it comes in, and is then copied the slow way.
 */

/** @type {WeakSet<object> | undefined} none as long as there is no such record */
let irregular;

/**
 * Takes note of a record that has come in, and hands it on.
 *
 * @template {object} T
 * @param {T} record
 * @param {string} [list] the key that holds a list
 * @param {string} [nested] the key that holds a record
 * @returns {T}
 */
function admit(record, list, nested) {
  for (const key in record) {
    const value = record[key];
    if (typeof value !== "object" || value === null) continue;
    if (key === list && Array.isArray(value)) {
      for (const entry of value) if (typeof entry === "object") admit(entry);
    } else if (key === nested) {
      admit(value);
    } else {
      irregular ??= new WeakSet();
      irregular.add(record);
    }
  }
  return record;
}

/**
 * Takes note of entries by name that have come in.
 *
 * @template {object} T
 * @param {Record<string, T>} entries
 * @param {string} [list]
 * @param {string} [nested]
 * @returns {Map<string, T>}
 */
function admitEntries(entries, list, nested) {
  return new Map(Object.entries(entries).map(([name, entry]) => [name, admit(entry, list, nested)]));
}

/**
 * @template {object} T
 * @param {T} record
 * @returns {T}
 */
function copyFlat(record) {
  return irregular?.has(record) ? copy(record) : { ...record };
}

/**
 * @param {Api.MockInstanceState} instance
 * @returns {Api.MockInstanceState}
 */
function copyInstance(instance) {
  const result = copyFlat(instance);
  if (instance.blockDeviceMappings) result.blockDeviceMappings = instance.blockDeviceMappings.map(copyFlat);
  return result;
}

/**
 * @param {Api.MockSSMCommand} command
 * @returns {Api.MockSSMCommand}
 */
function copyCommand(command) {
  const result = copyFlat(command);
  result.commands = command.commands.slice();
  return result;
}

/**
 * @param {Api.MockCostData} costs
 * @returns {Api.MockCostData}
 */
function copyCosts(costs) {
  const result = copyFlat(costs);
  result.period = copyFlat(costs.period);
  result.breakdown = costs.breakdown.map(copyFlat);
  return result;
}

/**
 * A deep copy of entries by name, as an object.
 *
 * @template {object} T
 * @param {ReadonlyMap<string, T>} entries
 * @param {(entry: T) => T} copyEntry
 * @returns {Record<string, T>}
 */
function copyToObject(entries, copyEntry) {
  /** @type {Record<string, T>} */
  const result = {};
  for (const [name, entry] of entries) {
    // An assignment to this one would set the prototype.
    if (name === "__proto__") return Object.fromEntries(copyToMap(entries, copyEntry));
    result[name] = copyEntry(entry);
  }
  return result;
}

/**
 * A deep copy of entries by name.
 *
 * @template {object} T
 * @param {ReadonlyMap<string, T>} entries
 * @param {(entry: T) => T} copyEntry
 * @returns {Map<string, T>}
 */
function copyToMap(entries, copyEntry) {
  return new Map(Array.from(entries, ([name, entry]) => [name, copyEntry(entry)]));
}

/**
 * The leases as the state has them: `undefined` as long as there was none.
 *
 * @param {{ last: number, held: ReadonlyMap<string, Omit<Api.MockLease, "name">> }} leases
 * @param {Record<string, unknown>[]} extra the unknown keys of each section
 * @returns {Api.MockLeases | undefined}
 */
function copyLeases({ last, held }, { 4: extra }) {
  if (last === 0 && held.size === 0 && Object.keys(extra).length === 0) return undefined;
  return { ...copy(extra), lastFencingToken: last, held: copyToObject(held, copyFlat) };
}

/**
 * A deep copy of any data that came from JSON.
 *
 * @template T
 * @param {T} value
 * @returns {T}
 */
function copy(value) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return /** @type {T} */ (value.map(copy));
  // The spread makes `__proto__` a key like any other, and it then is one to the assignment too.
  const result = /** @type {Record<string, unknown>} */ ({ ...value });
  for (const key in result) result[key] = copy(result[key]);
  return /** @type {T} */ (result);
}

module.exports = {
  admit,
  admitEntries,
  copy,
  copyCommand,
  copyCosts,
  copyFlat,
  copyInstance,
  copyLeases,
  copyToMap,
  copyToObject,
};
