"use strict";

/** @typedef {import("../../index.js").JsonPatchOperation} JsonPatchOperation */
/** @typedef {import("../../index.js").MockSSMParameter} MockSSMParameter */

/** The path of the value of a parameter, which may be in a scheduled patch: where the parameters are, and its name. */
const VALUE = /^(.*\/ssm\/(?:parameters|parameterHistory))\/([^/]*)\/value$/s;

/** The path of what stacks have as parameters, or of one of them. */
const STACK_PARAMETERS = /\/(?:cloudformation|stacks\/[^/]*)\/parameters(?:\/[^/]*)?$/s;

/** As the calls that are kept mask them. */
const MASK = "***";

/**
 * Masks the values of all `SecureString` parameters, and of all parameters of stacks that are not to be shown, in a value
 * that is the caller's own.
 *
 * @param {any} value
 * @returns {any} the same
 */
function maskSecrets(value) {
  if (typeof value !== "object" || value === null) return value;
  if (value.type === "SecureString" && typeof value.value === "string") value.value = MASK;
  const { noEcho, parameters } = value;
  for (const name of Array.isArray(noEcho) ? noEcho : []) {
    if (Object.hasOwn(parameters ?? {}, name)) parameters[name] = MASK;
  }
  for (const key of Object.keys(value)) maskSecrets(value[key]);
  return value;
}

/**
 * Masks the values of secrets in a diff that is the caller's own. Of a value that stands by itself the type does not show:
 * it is a secret, unless the parameter is there, and none; and so is that of a parameter of a stack.
 *
 * @param {JsonPatchOperation[]} operations
 * @param {Record<string, MockSSMParameter>} parameters those that the diff leads to, as far as they are known
 * @returns {JsonPatchOperation[]} the same
 */
function maskDiff(operations, parameters) {
  for (const operation of operations) {
    if (!("value" in operation)) continue;
    maskSecrets(operation.value);
    if (STACK_PARAMETERS.test(operation.path)) operation.value = masked(operation.value);
    const [, place, pointer] = VALUE.exec(operation.path) ?? [];
    if (pointer === undefined) continue;
    const name = pointer.replaceAll("~1", "/").replaceAll("~0", "~");
    const isThere = place === "/ssm/parameters" && Object.hasOwn(parameters, name);
    if (!isThere || parameters[name].type === "SecureString") operation.value = MASK;
  }
  return operations;
}

/**
 * @param {unknown} parameters those of a stack, or the value of one
 * @returns {unknown} as many masks
 */
function masked(parameters) {
  if (typeof parameters !== "object" || parameters === null) return MASK;
  return Object.fromEntries(Object.keys(parameters).map((name) => [name, MASK]));
}

module.exports = { MASK, maskDiff, maskSecrets };
