"use strict";

/** The command line cannot be understood; nothing was done. */
class UsageError extends Error {
  /** The command whose help says more. @type {string[]} */
  path = [];
}

/** What was asked for cannot be done. */
class Failure extends Error {}

module.exports = { UsageError, Failure };
