"use strict";

const { Failure } = require("./errors.js");
const { at, has, show } = require("./path.js");

/**
 * How many keys lead to what a patch sets whole, by area; what is above it is merged. A list is always set whole.
 *
 * @type {Record<string, number>}
 */
const DEPTHS = { instance: 2, ssm: 3, costs: 2, cloudformation: 2, stacks: 3, lambda: 4, ses: 2, faults: 2, ec2: 4 };

/**
 * The patch that sets a part of a state, or with `null` removes it.
 *
 * @param {Record<string, any>} state
 * @param {string[]} keys
 * @param {any} value
 */
function patchOf(state, keys, value) {
  const depth = Math.min(depthOf(state, keys), keys.length);
  const [above, below] = [keys.slice(0, depth), keys.slice(depth)];
  const whole = below.length === 0 ? value : changed(structuredClone(at(state, above)) ?? {}, below, value, keys);
  return above.reduceRight((part, key) => ({ [key]: part }), whole);
}

/**
 * @param {Record<string, any>} state
 * @param {string[]} keys
 */
function depthOf(state, keys) {
  const most = Object.hasOwn(DEPTHS, keys[0]) ? DEPTHS[keys[0]] : 1;
  /** @type {any} */
  let part = state;
  for (const [index, key] of keys.entries()) {
    if (Array.isArray(part)) return Math.min(index, most);
    part = has(part, key) ? part[key] : undefined;
  }
  return most;
}

/**
 * @param {any} whole
 * @param {string[]} below
 * @param {any} value
 * @param {string[]} keys
 */
function changed(whole, below, value, keys) {
  let part = whole;
  for (const key of below.slice(0, -1)) {
    if (Array.isArray(part) && !(Number(key) < part.length)) {
      throw new Failure(`There is no [${key}] in ${show(keys)}: the list has ${part.length} entries.`);
    }
    if (!has(part, key)) put(part, key, {});
    part = part[key];
    if (typeof part !== "object" || part === null) throw new Failure(`${show(keys)} is below what is no object.`);
  }
  const last = /** @type {string} */ (below.at(-1));
  if (!Array.isArray(part)) {
    if (value === null) delete part[last];
    else put(part, last, value);
  } else if (value === null) {
    part.splice(Number(last), 1);
  } else if (!(Number(last) <= part.length)) {
    throw new Failure(`The list has ${part.length} entries; the next one is [${part.length}].`);
  } else {
    part[Number(last)] = value;
  }
  return whole;
}

/**
 * Sets a member of an object, also one named `__proto__`.
 *
 * @param {object} object
 * @param {string} key
 * @param {unknown} value
 */
function put(object, key, value) {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

exports.patchOf = patchOf;
