"use strict";

const { setTimeout: delay } = require("node:timers/promises");
const { untilSignal } = require("../follow.js");
const { count, moment } = require("../values.js");

/** @typedef {import("../../../index.js").MockCall} MockCall */
/** @typedef {import("./index.js").Input} Input */

/** How often new calls are looked for. */
const PAUSE_MS = 100;

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "List the calls that AWS clients have made.",
  options: {
    follow: { short: "f", help: "go on with those that come, until Ctrl+C" },
    service: { value: "NAME", help: "only of a service, such as ec2" },
    operation: { value: "NAME", help: "only of an operation, such as StartInstances" },
    since: { value: "MOMENT", help: "only from a moment of the account's time on", read: moment },
    limit: { value: "N", help: "only the last so many", read: count },
  },
  notes: `Calls are kept as long as a process has the file open. With --json each has its input and output; with --follow it
is a line for each.`,
  examples: ["calls", "calls --follow", "calls --service ec2 --json"],
  needs: "account",
  async run({ account, options, output }) {
    const { limit, follow } = options;
    const isWanted = filterOf(options);
    const all = await account.callsAfter(undefined);
    const calls = all.filter(isWanted).slice(limit === undefined ? 0 : -limit || all.length);
    if (!follow) {
      output.show(calls, () => calls.map((call) => lineOf(call, output)).join("\n") || noCalls(all));
      return;
    }
    const print = (/** @type {MockCall} */ call) => output.line(call, () => lineOf(call, output));
    for (const call of calls) print(call);
    await untilSignal(async (signal) => {
      for (let last = all.at(-1)?.id; ; ) {
        await delay(PAUSE_MS, undefined, { signal });
        const fresh = await account.callsAfter(last);
        for (const call of fresh.filter(isWanted)) print(call);
        last = fresh.at(-1)?.id ?? last;
      }
    });
  },
};

/**
 * @param {Record<string, any>} options
 * @returns {(call: MockCall) => boolean}
 */
function filterOf({ service, operation, since }) {
  const from = since === undefined ? 0 : new Date(since).getTime();
  return (call) =>
    (service ?? call.service) === call.service &&
    (operation ?? call.operation) === call.operation &&
    Date.parse(call.time) >= from;
}

/** @param {MockCall[]} all those that there are of any kind */
function noCalls({ length }) {
  return length === 0 ? "There are no calls." : `None of the ${length} calls is such a one.`;
}

/**
 * @param {MockCall} call
 * @param {Input["output"]} output
 */
function lineOf({ time, service, operation, error, durationMs, attempt, fault }, output) {
  const outcome = error === undefined ? { text: "ok", style: "green" } : { text: error.code, style: "red" };
  const parts = [
    output.paint({ text: time, style: "dim" }),
    output.paint(`${service}:${operation}`.padEnd(32)),
    output.paint(/** @type {import("../output.js").Cell} */ (outcome)),
    `${Math.round(durationMs)} ms`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(fault === undefined ? [] : [output.paint({ text: `fault ${fault}`, style: "yellow" })]),
  ];
  return parts.join("  ");
}
