"use strict";

const { maskSecrets } = require("../../control/secrets.js");
const { clockText, durationText } = require("../clock-text.js");
const { SECRETS } = require("../options.js");
const { duration, moment } = require("../values.js");

/** @typedef {import("./index.js").Command} Command */
/** @typedef {import("./index.js").Input} Input */

/**
 * An action that moves the clock and then shows it.
 *
 * @param {Omit<Command, "needs" | "run"> & { move(clock: Input["account"]["clock"], argument: string): Promise<void> }} action
 * @returns {Command}
 */
function moving({ move, ...action }) {
  return {
    ...action,
    needs: "changes",
    async run({ account, args: [argument], output }) {
      await move(account.clock, argument);
      const clock = await account.clockStatus();
      output.show({ ...clock, revision: await account.revision() }, () => output.paint(clockText(clock)));
    },
  };
}

/** @type {Command} */
const show = {
  summary: "Show the account's time, and what is due when.",
  options: SECRETS,
  examples: ["clock show"],
  needs: "account",
  async run({ account, options, output }) {
    const [clock, scheduled] = [await account.clockStatus(), await account.scheduled()];
    if (!options["show-secrets"]) maskSecrets(scheduled);
    output.show({ ...clock, scheduled }, () => {
      const text = output.paint(clockText(clock));
      if (scheduled.length === 0) return text;
      const rows = scheduled.map(({ id, dueAt, polls, transition, resource }) => [
        id,
        dueText(clock.now, dueAt, polls),
        transition === undefined ? "patch" : `${transition} ${resource ?? ""}`,
      ]);
      return `${text}\n\n${output.table(["SCHEDULED", "DUE", "WHAT"], rows)}`;
    });
  },
};

/**
 * @param {string} now
 * @param {string} [dueAt]
 * @param {number} [polls]
 */
function dueText(now, dueAt, polls) {
  if (dueAt !== undefined) return `in ${durationText(Math.max(Date.parse(dueAt) - Date.parse(now), 0))}`;
  return polls === undefined ? "by hand" : `after ${polls} looks`;
}

const advance = moving({
  summary: "Move the clock on.",
  parameters: "TIME",
  notes:
    "What comes due by then happens, in its order. TIME is such as 90s, 2m30s or 1d; a number alone is milliseconds.",
  examples: ["clock advance 2m30s", "clock advance 1d"],
  move: (clock, time) => clock.advance(duration(time, "TIME")),
});

const set = moving({
  summary: "Move the clock on to a moment.",
  parameters: "MOMENT",
  notes: "MOMENT is ISO 8601 or epoch milliseconds. Time does not go back.",
  examples: ["clock set 2030-01-01T00:00:00Z"],
  move: (clock, time) => clock.set(moment(time, "MOMENT")),
});

const freeze = moving({
  summary: "Stop the clock where it is.",
  examples: ["clock freeze"],
  move: (clock) => clock.freeze(),
});

const resume = moving({
  summary: "Let the clock go on from where it stands.",
  examples: ["clock resume"],
  move: (clock) => clock.resume(),
});

/** @type {import("./index.js").Group} */
module.exports = { summary: "Show the account's clock, and move it.", actions: { show, advance, set, freeze, resume } };
