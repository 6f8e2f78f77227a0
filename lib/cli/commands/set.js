"use strict";

const { UsageError, Failure } = require("../errors.js");
const { isLike, nearest } = require("../../nearest.js");
const { print } = require("../warnings.js");
const { at, find, has, hasFixedKeys, isParameterValue, read, show } = require("../path.js");
const { patchOf } = require("../patch.js");

/** What another command changes, or nobody. @type {Record<string, string>} */
const OTHERS = {
  clock: "the command clock does",
  scenario: "the command scenario does",
  scheduled: "only methods and calls do",
  leases: "only methods do",
  random: "only the option seed does",
  pendingTimeouts: "they are no part of what is kept",
};

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Set a part of the state, or delete it.",
  parameters: "PATH [VALUE]",
  options: {
    secure: { help: "make the parameter a SecureString" },
    delete: { help: "delete it; without a VALUE" },
  },
  notes: `PATH is as for get. Where there is text, VALUE replaces it as it is; elsewhere VALUE is JSON, or text where it is
none. instance.state has the address come and go, as starting and stopping does.`,
  examples: [
    "set instance.state running",
    "set /minecraft/player-count 3",
    "set /minecraft/gdrive-token s3cr3t --secure",
    "set costs.current-month.totalCost 99.50",
    "set transitions.ec2:pending 0",
    "set /minecraft/server-action --delete",
  ],
  needs: "changes",
  async run({ account, args: [path, text], options, output }) {
    if ((text === undefined) !== (options.delete === true)) {
      throw new UsageError(text === undefined ? "An argument is missing: VALUE." : "--delete takes no VALUE.");
    }
    const state = await account.stateJson();
    const keys = find(state, path);
    if (keys.length === 0) throw new UsageError("The PATH is empty.");
    const isParameter = isParameterValue(keys);
    if (options.secure && !isParameter) throw new UsageError("--secure is for the value of a parameter.");
    if (Object.hasOwn(OTHERS, keys[0])) throw new Failure(`set does not change ${keys[0]}: ${OTHERS[keys[0]]}.`);
    if (options.delete) await remove(account, state, keys);
    else if (isParameter) await setParameter(account, state, keys[2], text, options.secure);
    else {
      await write(account, state, keys, typedValue(state, keys, text));
      doubt(state, keys);
    }
    output.show({ revision: await account.revision() }, () => "");
  },
};

/** @typedef {import("../account/index.js").Account} Account */

/**
 * Says that a key is new where it is like one that is there: the state keeps any, so a misspelt one would go unnoticed.
 *
 * @param {Record<string, any>} state as it was
 * @param {string[]} keys
 */
function doubt(state, keys) {
  const depth = keys.findIndex((_, index) => at(state, keys.slice(0, index + 1)) === undefined);
  const above = keys.slice(0, depth);
  if (depth === -1 || !hasFixedKeys(above)) return;
  const meant = nearest(keys[depth], Object.keys(at(state, above)));
  if (!isLike(keys[depth], meant)) return;
  print(
    `${show(keys.slice(0, depth + 1))} is a new key, which has no effect; did you mean ${show([...above, meant])}?`,
  );
}

/**
 * @param {Record<string, any>} state
 * @param {string[]} keys
 * @param {string} text
 */
function typedValue(state, keys, text) {
  if (typeof at(state, keys) === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * @param {Account} account
 * @param {Record<string, any>} state
 * @param {string} name
 * @param {string} value
 * @param {boolean} [isSecure]
 */
function setParameter(account, state, name, value, isSecure) {
  const { parameters } = state.ssm;
  const type = isSecure ? "SecureString" : has(parameters, name) ? parameters[name].type : "String";
  return account.setParameter(name, value, type);
}

/**
 * @param {Account} account
 * @param {Record<string, any>} state
 * @param {string[]} keys
 * @param {any} value
 */
function write(account, state, keys, value) {
  const [area, key] = keys;
  if (area === "instance" && key === "state") return account.updateInstanceState(value);
  if (area === "transitions" && keys.length === 2) return account.setTransitions({ [key]: value });
  const patch = patchOf(state, keys, value);
  return area === "instance" ? account.setInstance(patch.instance) : account.patchState(patch);
}

/**
 * @param {Account} account
 * @param {Record<string, any>} state
 * @param {string[]} keys
 */
async function remove(account, state, keys) {
  read(state, keys);
  if (isParameterValue(keys)) return account.deleteParameter(keys[2]);
  await write(account, state, keys, null);
  // In a list the next one has its place then.
  const isInList = keys.some((_, index) => Array.isArray(at(state, keys.slice(0, index))));
  if (!isInList && at(await account.stateJson(), keys) !== undefined) {
    throw new Failure(`${show(keys)} is a part that is always there; it cannot be deleted.`);
  }
}
