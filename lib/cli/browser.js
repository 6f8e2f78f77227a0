"use strict";

const { spawn } = require("node:child_process");

/** What opens a URL in the browser that a person has chosen. @type {Record<string, [string, ...string[]]>} */
const OPENERS = { darwin: ["open"], win32: ["rundll32", "url.dll,FileProtocolHandler"] };

/**
 * Opens a URL in the browser, where there is one: nothing waits for it, and nothing fails by it.
 *
 * @param {string} url
 */
function browse(url) {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

exports.browse = browse;
