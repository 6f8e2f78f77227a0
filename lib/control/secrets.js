"use strict";

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

module.exports = { MASK, maskSecrets };
