"use strict";

const { UsageError, Failure } = require("../errors.js");

/** @import * as Api from "../../../index.js" */

/**
 * The account as the control API tells it at a glance.
 *
 * @typedef {{
 *   version: string,
 *   pid: number,
 *   file: string | null,
 *   accountId: string,
 *   region: string,
 *   revision: number,
 *   clock: ClockStatus,
 *   scenario: { name: string, description: string, appliedAt: string } | null,
 *   instance: { instanceId: string, state: string, publicIp?: string },
 *   stack: { exists: boolean, status: string },
 *   counts: Record<string, number>,
 * }} Status
 * @typedef {{ now: string, offsetMs: number, frozenAt?: string }} ClockStatus
 */

/**
 * What the commands act on: a file, or a running account. Both have the methods of a store, and some that only a command
 * asks for.
 *
 * @typedef {Pick<Api.MockStateStore, "patchState" | "setInstance" | "updateInstanceState" | "setParameter"
 *   | "deleteParameter" | "setTransitions" | "resetState" | "listScenarios" | "currentScenario" | "applyScenario"
 *   | "addFault" | "removeFault" | "clearFaults" | "clearAllFailures" | "snapshot" | "restore" | "listSnapshots"
 *   | "deleteSnapshot" | "diff" | "changes" | "scheduled" | "revision" | "close"> & {
 *   where: string,
 *   inspector: string | undefined,
 *   clock: Omit<Api.MockClock, "now">,
 *   status(): Promise<Status>,
 *   clockStatus(): Promise<ClockStatus>,
 *   stateJson(): Promise<any>,
 *   callsAfter(id: string | undefined): Promise<Api.MockCall[]>,
 * }} Account `where` names it to people; `inspector` is the URL of its page, where it serves one; `stateJson` is the state as the file has it; `callsAfter` answers the calls that
 * came after one, or all
 */

const DEFAULT_FILE = ".mock-state.json";

/** What only a file takes: a running account has an application that says it. */
const FILE_ONLY = ["scenarios", "empty"];

/**
 * Opens the account that a command is for.
 *
 * @param {Record<string, any>} options
 * @param {import("../commands/index.js").Command} command
 * @returns {Promise<Account>}
 */
async function openAccount(options, { needs }) {
  const { state, url, timeout, scenarios, empty } = options;
  if (url !== undefined) {
    if (state !== undefined) throw new UsageError("--state and --url name two accounts; give one of them.");
    const other = FILE_ONLY.find((name) => options[name] !== undefined);
    if (other !== undefined) throw new UsageError(`--${other} is for a file; the account at a URL has its own.`);
    return require("./url.js").openUrl(url, timeout);
  }
  const { file, hint } = fileOf(state);
  const { exists, openFile } = require("./file.js");
  if (!exists(file)) throw new Failure(hint);
  return openFile(file, needs === "changes", {
    ...(timeout !== undefined && { lockTimeoutMs: timeout }),
    ...(scenarios !== undefined && { scenarios }),
    ...(empty && { fixtures: "empty" }),
  });
}

/**
 * The file that is meant, and what to say where there is none.
 *
 * @param {string} [state] the option `--state`
 */
function fileOf(state) {
  const variable = process.env.MOCK_STATE_STORE_PATH || undefined;
  const file = state ?? variable ?? DEFAULT_FILE;
  const where =
    state !== undefined
      ? `There is no ${state}.`
      : variable !== undefined
        ? `There is no ${variable}, which MOCK_STATE_STORE_PATH names.`
        : `There is no ${DEFAULT_FILE} in this folder, and MOCK_STATE_STORE_PATH is not set.`;
  const url = process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566";
  const hint = `${where} Name the file with --state FILE, or a running account with --url ${url}; serve --state FILE makes a file.`;
  return { file, where, hint };
}

module.exports = { openAccount, fileOf };
