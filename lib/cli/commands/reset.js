"use strict";

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Reset the account to what it begins with.",
  options: { empty: { help: "to one with nothing in it; for a file" } },
  notes: `Faults, the scenario, the clock and what is scheduled go too; snapshots, transitions and calls stay. What an
application lays over the defaults (initialState) is known to that application alone: with --url it comes back.`,
  examples: ["reset", "reset --empty --state account.json", "reset --url http://127.0.0.1:4566"],
  needs: "changes",
  async run({ account, options, output }) {
    await account.resetState();
    output.show({ revision: await account.revision() }, () =>
      options.empty ? "The account is empty." : "The account has been reset.",
    );
  },
};
