"use strict";

/**
 * The state as its file has it, as the caller's own.
 *
 * @param {Pick<import("./account/index.js").Account, "getState">} account
 * @returns {Promise<Record<string, any>>}
 */
async function stateJson(account) {
  const state = await account.getState();
  const { operationFailures } = state.faults;
  return { ...state, faults: { ...state.faults, operationFailures: Object.fromEntries(operationFailures) } };
}

exports.stateJson = stateJson;
