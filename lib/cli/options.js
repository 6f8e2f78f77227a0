"use strict";

const { duration } = require("./values.js");

/**
 * An option of a command. One without `value` is a flag.
 *
 * @typedef {{
 *   value?: string,
 *   help: string,
 *   short?: string,
 *   multiple?: boolean,
 *   read?: (text: string, name: string) => unknown,
 * }} Option `value` is what the help calls its value
 * @typedef {Record<string, Option>} Options
 */

/** @type {Options} */
const GENERAL = {
  help: { short: "h", help: "print this" },
  version: { short: "v", help: "print the version" },
};

/** Which account a command acts on, and how it prints. They may stand before the command. @type {Options} */
const SHARED = {
  state: { value: "FILE", help: "the file that the account is kept in" },
  url: { value: "URL", help: "a running account, such as http://127.0.0.1:4566" },
  timeout: { value: "TIME", help: "how long to wait for a locked file or an answer (default: 5s)", read: duration },
  json: { help: "print JSON" },
};

/** @type {Options} */
const SECRETS = { "show-secrets": { help: "print the values of SecureString parameters" } };

module.exports = { GENERAL, SHARED, SECRETS };
