"use strict";

const { maskDiff } = require("../../control/secrets.js");
const { suggestion } = require("../../control/suggestion.js");
const { Failure } = require("../errors.js");
const { SECRETS } = require("../options.js");

/** @typedef {import("./index.js").Command} Command */
/** @typedef {import("../../../index.js").JsonPatchOperation} Operation */

/** @type {Command} */
const save = {
  summary: "Keep the account under a name.",
  parameters: "NAME",
  notes: "The account of FILE is kept in FILE.snapshots/NAME.json. One of the same name is replaced.",
  examples: ["snapshot save before"],
  needs: "changes",
  async run({ account, args: [name], output }) {
    await account.snapshot(name);
    output.show({ name, revision: await account.revision() }, () => `Saved ${output.paint(name)}.`);
  },
};

/** @type {Command} */
const restore = {
  summary: "Put a snapshot in the place of all there is.",
  parameters: "NAME",
  examples: ["snapshot restore before"],
  needs: "changes",
  async run({ account, args: [name], output }) {
    await account.restore(name);
    output.show({ name, revision: await account.revision() }, () => `Restored ${output.paint(name)}.`);
  },
};

/** @type {Command} */
const list = {
  summary: "List the snapshots.",
  examples: ["snapshot list"],
  needs: "account",
  async run({ account, output }) {
    const snapshots = await account.listSnapshots();
    output.show(snapshots, () => {
      if (snapshots.length === 0) return "There are no snapshots.";
      return output.table(
        ["NAME", "TAKEN"],
        snapshots.map(({ name, takenAt }) => [name, takenAt]),
      );
    });
  },
};

/** @type {Command} */
const remove = {
  summary: "Delete a snapshot.",
  parameters: "NAME",
  examples: ["snapshot delete before"],
  needs: "changes",
  async run({ account, args: [name], output }) {
    if (!(await account.deleteSnapshot(name))) {
      const names = (await account.listSnapshots()).map((snapshot) => snapshot.name);
      throw new Failure(`There is no snapshot "${name}"${suggestion(name, names)}`);
    }
    output.show({ name, revision: await account.revision() }, () => `Deleted ${output.paint(name)}.`);
  },
};

/** @type {Command} */
const diff = {
  summary: "Show what leads from a snapshot to another one, or to now.",
  parameters: "FROM [TO]",
  options: SECRETS,
  notes: "With --json it is a JSON Patch (RFC 6902).",
  examples: ["snapshot diff before", "snapshot diff before after"],
  needs: "account",
  async run({ account, args: [from, to], options, output }) {
    const operations = await account.diff(from, to);
    if (!options["show-secrets"]) {
      maskDiff(operations, to === undefined ? (await account.stateJson()).ssm.parameters : {});
    }
    output.show(operations, () => {
      if (operations.length === 0) return "Nothing differs.";
      return output.rows(operations.map((operation) => rowOf(operation)));
    });
  },
};

/** @type {Record<Operation["op"], { text: string, style: import("../output.js").Style }>} */
const SIGNS = {
  add: { text: "+", style: "green" },
  remove: { text: "-", style: "red" },
  replace: { text: "~", style: "yellow" },
};

/** @param {Operation} operation */
function rowOf(operation) {
  return [SIGNS[operation.op], operation.path, "value" in operation ? JSON.stringify(operation.value) : ""];
}

/** @type {import("./index.js").Group} */
module.exports = {
  summary: "Keep the account under a name, and put it back.",
  actions: { save, restore, list, delete: remove, diff },
};
