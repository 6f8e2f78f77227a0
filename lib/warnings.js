"use strict";

const EMITTED = Symbol.for("mock-state-store.warnings");

/**
 * Emits a process warning, once for each cause: whichever copy of this module says it, and however
 * often it comes to it.
 *
 * @param {string} code
 * @param {string} message
 */
function warn(code, message) {
  const realm = /** @type {{ [EMITTED]?: Set<string> }} */ (globalThis);
  realm[EMITTED] ??= new Set();
  const cause = `${code} ${message}`;
  if (realm[EMITTED].has(cause)) return;
  realm[EMITTED].add(cause);
  process.emitWarning(message, { type: "MockStateStoreWarning", code });
}

module.exports = { warn };
