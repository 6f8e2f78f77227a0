"use strict";

/**
 * What a command is given.
 *
 * @typedef {{
 *   args: string[],
 *   options: Record<string, any>,
 *   output: import("../output.js").Output,
 *   account: import("../account/index.js").Account,
 * }} Input
 */

/**
 * @typedef {{
 *   summary: string,
 *   parameters?: string,
 *   options?: import("../options.js").Options,
 *   notes?: string,
 *   examples: string[],
 *   needs: "nothing" | "account" | "changes",
 *   run(input: Input): unknown,
 * }} Command `needs` says whether it is given an account, and whether it changes it
 * @typedef {{ summary: string, actions: Record<string, Command> }} Group
 */

/**
 * The commands, in the order of the help. Each is loaded when it is asked for.
 *
 * @type {Record<string, () => Command | Group>}
 */
const COMMANDS = {
  serve: () => require("./serve.js"),
  status: () => require("./status.js"),
  get: () => require("./get.js"),
  set: () => require("./set.js"),
  reset: () => require("./reset.js"),
  scenario: () => require("./scenario.js"),
  fault: () => require("./fault.js"),
  clock: () => require("./clock.js"),
  snapshot: () => require("./snapshot.js"),
  calls: () => require("./calls.js"),
  watch: () => require("./watch.js"),
  open: () => require("./open.js"),
  doctor: () => require("./doctor.js"),
};

exports.COMMANDS = COMMANDS;
