"use strict";

/*
 * Arguments that are plain to see: nothing but data of the right shape, in which no key is unknown. Of everything else
 * nothing is said; the engine knows what is right, and what is wrong with it.
 */

const { isEmpty } = require("./copy.js");
const { ServerState } = require("./server-state.js");

/** @import * as Api from "../index.js" */

/** The last millisecond of a `Date`, on both sides of 1970. */
const LAST_MS = 8_640_000_000_000_000;

/** For how many services of a period there is room at once; AWS has some hundreds. */
const MOST_SERVICES = 1000;

const STATES = new Set(/** @type {string[]} */ (Object.values(ServerState)));

/**
 * What a partial record holds that is a plain object: a copy, for which each key is read once. `undefined` where
 * it is none, or cannot be read, which is for the engine to say.
 *
 * @param {unknown} value
 * @returns {Record<string, unknown> | undefined}
 */
function readPlain(value) {
  // Whatever all objects inherit would be taken for the value's own.
  if (!isPlain(value) || !isEmpty(Object.prototype)) return undefined;
  /** @type {Record<string, unknown>} */
  const copy = {};
  try {
    // A spread takes several times as long where its objects have ever other keys.
    for (const key in value) {
      if (key === "__proto__") return undefined;
      copy[key] = value[key];
    }
  } catch {
    return undefined;
  }
  return copy;
}

/**
 * @param {Record<string, unknown> | undefined} given
 * @returns {given is Partial<Api.MockInstanceState>} without mappings
 */
function isPlainInstance(given) {
  if (given === undefined) return false;
  for (const key in given) {
    const value = given[key];
    switch (key) {
      case "instanceId":
      case "publicIp":
      case "availabilityZone":
      case "lastUpdated":
        if (!isText(value)) return false;
        break;
      case "state":
        if (!isState(value)) return false;
        break;
      case "hasVolume":
        if (typeof value !== "boolean") return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

/**
 * @param {Record<string, unknown> | undefined} given
 * @returns {given is Partial<Api.MockCloudFormationStack>}
 */
function isPlainStack(given) {
  if (given === undefined) return false;
  for (const key in given) {
    const value = given[key];
    switch (key) {
      case "exists":
        if (typeof value !== "boolean") return false;
        break;
      case "status":
      case "stackId":
        if (!isText(value)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

/**
 * @param {Record<string, unknown>} given
 * @returns {Api.MockBackup | undefined}
 */
function plainBackup(given) {
  let name;
  let date;
  let size;
  for (const key in given) {
    const field = given[key];
    if (key === "name") name = field;
    else if (key === "date") date = field;
    else if (key === "size") size = field;
    else return undefined;
  }
  return isText(name) && isText(date) && isText(size) ? { name, date, size } : undefined;
}

/*
 * Of what follows, each function looks for `toJSON` itself, and before all else: V8 then knows the prototype that
 * `isPlain` asks for, which otherwise takes as long as the record's copy.
 */

/**
 * @param {any} value
 * @returns {Api.OperationFailureConfig | undefined}
 */
function plainFailure(value) {
  if (value.toJSON !== undefined || !isPlain(value) || !isEmpty(Object.prototype)) return undefined;
  let failNext;
  let alwaysFail;
  let errorCode;
  let errorMessage;
  for (const key in value) {
    const field = value[key];
    if (key === "failNext") failNext = field;
    else if (key === "alwaysFail") alwaysFail = field;
    else if (key === "errorCode" && isText(field)) errorCode = field;
    else if (key === "errorMessage" && isText(field)) errorMessage = field;
    else return undefined;
  }
  if (typeof failNext !== "boolean" || typeof alwaysFail !== "boolean") return undefined;
  /** @type {Api.OperationFailureConfig} */
  const plain = { failNext, alwaysFail };
  if (errorCode !== undefined) plain.errorCode = errorCode;
  if (errorMessage !== undefined) plain.errorMessage = errorMessage;
  return plain;
}

/**
 * @param {any} value
 * @returns {Api.MockCostData | undefined}
 */
function plainCosts(value) {
  if (value.toJSON !== undefined || !isPlain(value) || !isEmpty(Object.prototype)) return undefined;
  let period;
  let totalCost;
  let currency;
  let breakdown;
  let fetchedAt;
  for (const key in value) {
    const field = value[key];
    if (key === "period") period = plainPeriod(field);
    else if (key === "totalCost") totalCost = field;
    else if (key === "currency") currency = field;
    else if (key === "breakdown") breakdown = plainBreakdown(field);
    else if (key === "fetchedAt") fetchedAt = field;
    else return undefined;
  }
  if (!isText(totalCost) || !isText(currency) || !isText(fetchedAt)) return undefined;
  return period && breakdown && { period, totalCost, currency, breakdown, fetchedAt };
}

/** @param {any} value */
function plainPeriod(value) {
  if (value.toJSON !== undefined || !isPlain(value)) return undefined;
  let start;
  let end;
  for (const key in value) {
    if (key === "start") start = value[key];
    else if (key === "end") end = value[key];
    else return undefined;
  }
  return isText(start) && isText(end) ? { start, end } : undefined;
}

/** @param {unknown} value */
function plainBreakdown(value) {
  if (!Array.isArray(value) || value.length > MOST_SERVICES) return undefined;
  /** @type {Api.MockCostData["breakdown"]} */
  const services = [];
  const { length } = value;
  for (let index = 0; index < length; index++) {
    const service = plainService(value[index]);
    if (service === undefined) return undefined;
    services.push(service);
  }
  return services;
}

/** @param {any} value */
function plainService(value) {
  if (value.toJSON !== undefined || !isPlain(value)) return undefined;
  let service;
  let cost;
  for (const key in value) {
    if (key === "service") service = value[key];
    else if (key === "cost") cost = value[key];
    else return undefined;
  }
  return isText(service) && isText(cost) ? { service, cost } : undefined;
}

/**
 * @param {unknown} state
 * @returns {state is Api.MockInstanceState["state"]}
 */
function isState(state) {
  return typeof state === "string" && STATES.has(state);
}

/**
 * @param {unknown} period
 * @returns {period is Api.CostPeriod}
 */
function isPeriod(period) {
  return period === "current-month" || period === "last-month" || period === "last-30-days";
}

/**
 * What a function makes of an argument; `undefined` where the argument cannot be read.
 *
 * @template T
 * @param {(value: unknown) => T} copy
 * @param {unknown} value
 * @returns {T | undefined}
 */
function ifReadable(copy, value) {
  try {
    return copy(value);
  } catch {
    return undefined;
  }
}

/**
 * @param {Record<string, unknown>} value
 * @returns {{ part: "instance" | "cloudformation", value: Record<string, unknown> | undefined }
 *   | { part: "parameter", name: string, value: Api.MockSSMParameter } | undefined}
 */
function plainPatch(value) {
  if (!hasKeys(value, 1)) return undefined;
  for (const part in value) {
    if (part === "instance" || part === "cloudformation") return { part, value: readPlain(value[part]) };
  }
  const ssm = readPlain(value.ssm);
  const parameters = ssm && hasKeys(ssm, 1) && readPlain(ssm.parameters);
  if (!parameters || !hasKeys(parameters, 1)) return undefined;
  for (const name in parameters) {
    const parameter = readPlain(parameters[name]);
    if (parameter === undefined || !isText(name) || !hasKeys(parameter, 3)) return undefined;
    const { value, type, lastModified } = parameter;
    if (!isText(value) || !isType(type) || !isText(lastModified)) return undefined;
    return { part: "parameter", name, value: { value, type, lastModified } };
  }
}

/**
 * Whether a value is an object whose keys are all there is to it; not one that cannot be read.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  try {
    return (
      Object.getPrototypeOf(value) === Object.prototype &&
      /** @type {{ toJSON?: unknown }} */ (value).toJSON === undefined
    );
  } catch {
    return false;
  }
}

/**
 * @param {object} record
 * @param {number} count
 */
function hasKeys(record, count) {
  for (const _ in record) count -= 1;
  return count === 0;
}

/**
 * Whether a value is a string that is kept as it is.
 *
 * @param {unknown} value
 * @returns {value is string}
 */
function isText(value) {
  return typeof value === "string" && value.isWellFormed();
}

/**
 * @param {unknown} type
 * @returns {type is Api.MockSSMParameter["type"]}
 */
function isType(type) {
  return type === "String" || type === "SecureString";
}

/**
 * Whether a `Date` can hold a time.
 *
 * @param {number} now
 */
function isTime(now) {
  return now >= -LAST_MS && now <= LAST_MS;
}

module.exports = {
  ifReadable,
  isPeriod,
  isPlainInstance,
  isPlainStack,
  isState,
  isText,
  isTime,
  isType,
  plainBackup,
  plainCosts,
  plainFailure,
  plainPatch,
  readPlain,
};
