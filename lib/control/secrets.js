"use strict";

/** @typedef {import("../../index.js").JsonPatchOperation} JsonPatchOperation */
/** @typedef {import("../../index.js").MockSSMParameter} MockSSMParameter */

/** The path of the value of a parameter, which may be in a scheduled patch: where the parameters are, and its name. */
const VALUE = /^(.*\/ssm\/(?:parameters|parameterHistory))\/([^/]*)\/value$/s;

/** As the calls that are kept mask them. */
const MASK = "***";

/**
 * Masks the values of all `SecureString` parameters in a value that is the caller's own.
 *
 * @param {any} value
 * @returns {any} the same
 */
function maskSecrets(value) {
  if (typeof value !== "object" || value === null) return value;
  if (value.type === "SecureString" && typeof value.value === "string") value.value = MASK;
  for (const key of Object.keys(value)) maskSecrets(value[key]);
  return value;
}

/**
 * Masks the values of secrets in a diff that is the caller's own. Of a value that stands by itself the type does not show:
 * it is a secret, unless the parameter is there, and none.
 *
 * @param {JsonPatchOperation[]} operations
 * @param {Record<string, MockSSMParameter>} parameters those that the diff leads to, as far as they are known
 * @returns {JsonPatchOperation[]} the same
 */
function maskDiff(operations, parameters) {
  for (const operation of operations) {
    if (!("value" in operation)) continue;
    maskSecrets(operation.value);
    const [, place, pointer] = VALUE.exec(operation.path) ?? [];
    if (pointer === undefined) continue;
    const name = pointer.replaceAll("~1", "/").replaceAll("~0", "~");
    const isThere = place === "/ssm/parameters" && Object.hasOwn(parameters, name);
    if (!isThere || parameters[name].type === "SecureString") operation.value = MASK;
  }
  return operations;
}

module.exports = { MASK, maskDiff, maskSecrets };
