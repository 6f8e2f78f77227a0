"use strict";

/* `node open-page.js <url>`: shows a page of the inspector until this process ends, and says when it is live. */

const { isLive, openBrowser } = require("./inspector-measurements.js");

async function main() {
  const open = await openBrowser();
  await isLive(await open(process.argv[2]));
  process.send?.("live");
}

process.on("disconnect", () => process.exit());
main();
