"use strict";

const { startEndpoint } = require("../../aws/endpoint/start.js");
const { browse } = require("../browser.js");
const { untilSignal } = require("../follow.js");
const { port } = require("../values.js");

/** @typedef {import("../../store.js").MockStateStore} MockStateStore */

/** @type {import("./index.js").Command} */
module.exports = {
  summary: "Open the inspector: a page that shows the account, live, and steers it.",
  options: {
    port: { value: "N", help: "for a file: port to serve the page on (default: any free one)", read: port },
    "no-browser": { help: "only print where the page is" },
  },
  notes:
    "A running account has its page. That of a file is served until Ctrl+C, beside an application that has it open.",
  examples: ["open", "open --url http://localhost:3000/api/mock", "open --state account.json --no-browser"],
  needs: "account",
  async run({ account, options, output }) {
    const show = (/** @type {string} */ url, /** @type {string} */ end) => {
      output.line({ url }, () => `The inspector is at ${output.paint(url)}${end}`);
      if (!options["no-browser"]) browse(url);
    };
    if (account.inspector !== undefined) {
      // Says what is wrong with the URL, before a browser does.
      await account.status();
      show(account.inspector, "");
      return;
    }
    const store = /** @type {MockStateStore} */ (/** @type {unknown} */ (account));
    const endpoint = await startEndpoint({ store, port: options.port ?? 0 });
    try {
      await untilSignal(async (signal) => {
        const ended = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        show(`${endpoint.url}/_mock/inspector`, " until Ctrl+C");
        await ended;
      });
    } finally {
      await endpoint.close();
    }
  },
};
