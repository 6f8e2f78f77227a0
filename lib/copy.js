"use strict";

/** @import * as Api from "../index.js" */

/**
 * Deep copies of what the replica holds, a function for each kind of record: it knows the keys, and so is
 * several times faster than one that has to look. Where a kind has many forms, a spread knows them that is for that
 * kind alone. A record that holds other keys is told to `admit` when it comes in, and is then copied the slow way.
 */

/** Up to so many keys that are set one by one V8 keeps an object in a form that a spread copies at once. */
const MOST_FAST = 128;

/** @type {WeakSet<object> | undefined} none as long as there is no such record */
let irregular;

/**
 * Takes note of a record that has come in, and hands it on.
 *
 * @template {object} T
 * @param {T} record
 * @param {number} keys
 * @returns {T}
 */
function admit(record, keys) {
  let count = 0;
  for (const _ in record) count += 1;
  if (count !== keys) note(record);
  return record;
}

/**
 * The same for a record with keys that can be absent: it is copied whole, whatever keys it has, unless it
 * holds objects under other keys than those named.
 *
 * @template {object} T
 * @param {T} record
 * @param {string} [list] the key that holds a list
 * @returns {T}
 */
function admitVarying(record, list) {
  for (const key in record) {
    const value = record[key];
    if (typeof value === "object" && value !== null && key !== list) note(record);
  }
  return record;
}

/** @param {object} record */
function note(record) {
  irregular ??= new WeakSet();
  irregular.add(record);
}

/** @param {Api.MockSSMParameter} parameter */
function admitParameter(parameter) {
  return admit(parameter, 3);
}

/** @param {Api.MockBackup} backup */
function admitBackup(backup) {
  return admit(backup, 3);
}

/** @param {Api.MockCloudFormationStack} stack */
function admitStack(stack) {
  return admit(stack, 3);
}

/** @param {Api.MockInstanceState} instance */
function admitInstance(instance) {
  const { publicIp, availabilityZone, blockDeviceMappings } = instance;
  if (blockDeviceMappings) for (const mapping of blockDeviceMappings) admit(mapping, 4);
  if (availabilityZone === undefined || blockDeviceMappings === undefined) note(instance);
  return admit(instance, publicIp === undefined ? 6 : 7);
}

/** @param {Api.MockSSMCommand} command */
function admitCommand(command) {
  return admitVarying(command, "commands");
}

/** @param {Api.MockCostData} costs */
function admitCosts(costs) {
  admit(costs.period, 2);
  for (const service of costs.breakdown) admit(service, 2);
  return admit(costs, 5);
}

/** @param {Api.OperationFailureConfig} failure */
function admitFailure(failure) {
  return admit(failure, 2 + (failure.errorCode === undefined ? 0 : 1) + (failure.errorMessage === undefined ? 0 : 1));
}

/** @param {Api.MockLeaseState} lease */
function admitLease(lease) {
  return admitVarying(lease);
}

/**
 * Takes note of entries by name that have come in.
 *
 * @template {object} T
 * @param {Record<string, T>} entries
 * @param {(entry: T) => T} admitEntry
 * @returns {Map<string, T>}
 */
function admitEntries(entries, admitEntry) {
  const result = new Map();
  for (const name of Object.keys(entries)) result.set(name, admitEntry(entries[name]));
  return result;
}

/**
 * Whether a record holds the keys that its kind has, and no others.
 *
 * @param {object} record
 */
function isRegular(record) {
  return irregular === undefined || !irregular.has(record);
}

/**
 * @param {Api.MockSSMParameter} parameter
 * @returns {Api.MockSSMParameter}
 */
function copyParameter(parameter) {
  if (!isRegular(parameter)) return copy(parameter);
  return { value: parameter.value, type: parameter.type, lastModified: parameter.lastModified };
}

/**
 * @param {Api.MockBackup} backup
 * @returns {Api.MockBackup}
 */
function copyBackup(backup) {
  if (!isRegular(backup)) return copy(backup);
  return { name: backup.name, date: backup.date, size: backup.size };
}

/**
 * @param {Api.MockCloudFormationStack} stack
 * @returns {Api.MockCloudFormationStack}
 */
function copyStack(stack) {
  if (!isRegular(stack)) return copy(stack);
  return { exists: stack.exists, status: stack.status, stackId: stack.stackId };
}

/**
 * @param {Api.BlockDeviceMapping} mapping
 * @returns {Api.BlockDeviceMapping}
 */
function copyMapping(mapping) {
  if (!isRegular(mapping)) return copy(mapping);
  const { deviceName, volumeId, status, deleteOnTermination } = mapping;
  return { deviceName, volumeId, status, deleteOnTermination };
}

/**
 * @param {Api.MockInstanceState} instance
 * @returns {Api.MockInstanceState}
 */
function copyInstance(instance) {
  if (!isRegular(instance)) return copy(instance);
  const { instanceId, state, publicIp, hasVolume, availabilityZone, lastUpdated } = instance;
  const mappings = /** @type {Api.BlockDeviceMapping[]} */ (instance.blockDeviceMappings);
  const blockDeviceMappings = mappings.map(copyMapping);
  return publicIp === undefined
    ? { instanceId, state, hasVolume, availabilityZone, blockDeviceMappings, lastUpdated }
    : { instanceId, state, publicIp, hasVolume, availabilityZone, blockDeviceMappings, lastUpdated };
}

/**
 * @param {Api.MockSSMCommand} command
 * @returns {Api.MockSSMCommand}
 */
function copyCommand(command) {
  if (!isRegular(command)) return copy(command);
  return { ...command, commands: command.commands.slice() };
}

/**
 * @param {Api.MockLeaseState} lease
 * @returns {Api.MockLeaseState}
 */
function copyLease(lease) {
  return isRegular(lease) ? { ...lease } : copy(lease);
}

/**
 * @param {Api.OperationFailureConfig} failure
 * @returns {Api.OperationFailureConfig}
 */
function copyFailure(failure) {
  if (!isRegular(failure)) return copy(failure);
  const { failNext, alwaysFail, errorCode, errorMessage } = failure;
  if (errorMessage === undefined) {
    return errorCode === undefined ? { failNext, alwaysFail } : { failNext, alwaysFail, errorCode };
  }
  return errorCode === undefined
    ? { failNext, alwaysFail, errorMessage }
    : { failNext, alwaysFail, errorCode, errorMessage };
}

/** @param {Api.MockCostData["breakdown"][number]} service */
function copyService({ service, cost }) {
  return { service, cost };
}

/**
 * @param {Api.MockCostData} costs
 * @returns {Api.MockCostData}
 */
function copyCosts(costs) {
  const { period, totalCost, currency, breakdown, fetchedAt } = costs;
  if (irregular !== undefined && ![costs, period, ...breakdown].every(isRegular)) return copy(costs);
  return {
    period: { start: period.start, end: period.end },
    totalCost,
    currency,
    breakdown: breakdown.map(copyService),
    fetchedAt,
  };
}

/**
 * A deep copy of parameters by name. Nothing may have been made enumerable that all objects inherit.
 *
 * @param {Readonly<Record<string, Api.MockSSMParameter>>} parameters
 * @returns {Record<string, Api.MockSSMParameter>}
 */
function copyParameters(parameters) {
  // The spread makes `__proto__` a key like any other, and it then is one to the assignment too.
  const result = { ...parameters };
  for (const name in result) result[name] = copyParameter(result[name]);
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
  if (entries.size > MOST_FAST) return copyToDictionary(entries, copyEntry);
  /** @type {Record<string, T>} */
  const result = {};
  for (const [name, entry] of entries) {
    // An assignment to this one would set the prototype.
    if (name === "__proto__") return copyToDictionary(entries, copyEntry);
    result[name] = copyEntry(entry);
  }
  return result;
}

/**
 * The same for many: an object without a prototype is a dictionary from its first key on, where another one has to be
 * made one. To it `__proto__` is a key like any other.
 *
 * @template {object} T
 * @param {ReadonlyMap<string, T>} entries
 * @param {(entry: T) => T} copyEntry
 * @returns {Record<string, T>}
 */
function copyToDictionary(entries, copyEntry) {
  const result = Object.create(null);
  for (const [name, entry] of entries) result[name] = copyEntry(entry);
  return Object.setPrototypeOf(result, Object.prototype);
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
  const result = new Map();
  for (const [name, entry] of entries) result.set(name, copyEntry(entry));
  return result;
}

/**
 * The leases as the state has them: `undefined` as long as there was none.
 *
 * @param {{ last: number, held: ReadonlyMap<string, Omit<Api.MockLease, "name">> }} leases
 * @param {Record<string, unknown>[]} extra the unknown keys of each section
 * @returns {Api.MockLeases | undefined}
 */
function copyLeases({ last, held }, { 4: extra }) {
  if (last === 0 && held.size === 0 && isEmpty(extra)) return undefined;
  return { ...copy(extra), lastFencingToken: last, held: copyToObject(held, copyLease) };
}

/** @param {object} record */
function isEmpty(record) {
  for (const _ in record) return false;
  return true;
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
  for (const key of Object.keys(result)) result[key] = copy(result[key]);
  return /** @type {T} */ (result);
}

module.exports = {
  MOST_FAST,
  admitBackup,
  admitCommand,
  admitCosts,
  admitEntries,
  admitFailure,
  admitInstance,
  admitLease,
  admitParameter,
  admitStack,
  copy,
  copyBackup,
  copyCommand,
  copyCosts,
  copyFailure,
  copyInstance,
  copyLeases,
  copyParameter,
  copyParameters,
  copyStack,
  copyToMap,
  copyToObject,
  isEmpty,
  isRegular,
};
