const fs = require("node:fs");
const path = require("node:path");

/** The file that `require("mock-state-store")` loads. */
const entry = require.resolve("mock-state-store");
const root = path.dirname(entry);

/** What it needs at run time, beside the binary. */
const RUN_TIME = [
  "aws.js",
  "bin",
  "control.js",
  "index.js",
  "jest.js",
  "lib",
  "next",
  "package.json",
  "vitest.js",
  "vitest.mjs",
];

/** Copies what the package needs at run time to another folder, and returns the entry of that copy. */
function copyPackage(folder, { binary = true } = {}) {
  fs.mkdirSync(folder, { recursive: true });
  const names = fs.readdirSync(root).filter((name) => {
    if (name.endsWith(".node")) return binary;
    return RUN_TIME.includes(name);
  });
  for (const name of names) fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  return path.join(folder, path.basename(entry));
}

module.exports = { entry, root, copyPackage };
