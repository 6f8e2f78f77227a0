"use strict";

const { Output } = require("./output.js");

/**
 * Runs a command on the account that it is for.
 *
 * @param {Extract<import("./arguments.js").Request, { kind: "run" }>} request
 */
async function run({ command, args, options }) {
  const output = new Output(process.stdout, options);
  if (command.needs === "nothing") {
    await command.run({ args, options, output, account: /** @type {any} */ (undefined) });
    return;
  }
  const account = await require("./account/index.js").openAccount(options, command);
  try {
    await command.run({ args, options, output, account });
  } finally {
    await account.close();
  }
}

exports.run = run;
