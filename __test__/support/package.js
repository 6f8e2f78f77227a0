const fs = require("node:fs");
const path = require("node:path");

/** The file that `require("mock-state-store")` loads. */
const entry = require.resolve("mock-state-store");
const root = path.dirname(entry);

/** Copies what the package needs at run time to another folder, and returns the entry of that copy. */
function copyPackage(folder, { binary = true } = {}) {
  fs.mkdirSync(folder, { recursive: true });
  const names = fs.readdirSync(root).filter((name) => {
    if (name.endsWith(".node")) return binary;
    return ["aws.js", "bin", "index.js", "jest.js", "lib", "package.json", "vitest.js", "vitest.mjs"].includes(name);
  });
  for (const name of names) fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  return path.join(folder, path.basename(entry));
}

module.exports = { entry, root, copyPackage };
