"use strict";

const { clockText } = require("../clock-text.js");

/** @type {Record<string, import("../output.js").Style>} */
const STYLES = { running: "green", stopped: "red", terminated: "red" };

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Show the account at a glance.",
  examples: ["status", "status --url http://127.0.0.1:4566", "status --json | jq .counts"],
  needs: "account",
  async run({ account, output }) {
    const status = await account.status();
    const { instance, stack, scenario, counts, clock, revision } = status;
    output.show(status, () =>
      output.fields([
        ["account", account.where],
        ["instance", instance.instanceId],
        ["state", { text: instance.state, style: STYLES[instance.state] ?? "yellow" }],
        ["address", instance.publicIp],
        ["stack", stack.exists ? stack.status : "none"],
        ["parameters", counts.parameters],
        ["commands", counts.commands],
        ["backups", counts.backups],
        ["instances", counts.instances > 1 ? counts.instances : undefined],
        ["volumes", counts.volumes || undefined],
        ["images", counts.images || undefined],
        ["stacks", counts.stacks > 1 ? counts.stacks : undefined],
        ["functions", counts.functions || undefined],
        ["emails", counts.emails || undefined],
        ["scenario", scenario?.name],
        ["faults", faultsText(counts)],
        ["scheduled", counts.scheduled || undefined],
        ["snapshots", counts.snapshots || undefined],
        ["calls", counts.calls],
        ["clock", clockText(clock)],
        ["revision", revision],
      ]),
    );
  },
};

/**
 * @param {Record<string, number>} counts
 * @returns {import("../output.js").Cell}
 */
function faultsText({ faults, operationFailures }) {
  const rules = faults === 1 ? "1 rule" : `${faults} rules`;
  const failures = operationFailures === 1 ? "1 operation failure" : `${operationFailures} operation failures`;
  const parts = [...(faults > 0 ? [rules] : []), ...(operationFailures > 0 ? [failures] : [])];
  return parts.length === 0 ? "none" : { text: parts.join(", "), style: "yellow" };
}
