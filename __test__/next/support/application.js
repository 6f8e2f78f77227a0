const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** The example as `npm ci` left it: these specs need its `node_modules`, with the packed package. */
const example = path.join(__dirname, "..", "..", "..", "examples", "next-app");
const exampleModules = path.join(example, "node_modules");
const installedPackage = path.join(exampleModules, "mock-state-store");

/** A new empty folder for the tests of a block, removed after them: `folder("a")` is a path in it. */
function useSharedFolder() {
  let root;
  beforeAll(() => {
    root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "mock-state-store-next-"));
  });
  afterAll(() => {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  return (...names) => path.join(root, ...names);
}

/** Copies the sources of the example and its dependencies to a folder. */
function copyExample(folder) {
  const left = /^(node_modules|\.next|next-env\.d\.ts|.*\.(tsbuildinfo|tgz)|\.mock-state\.json.*)$/;
  fs.cpSync(example, folder, { recursive: true, filter: (source) => !left.test(path.basename(source)) });
  linkTree(exampleModules, path.join(folder, "node_modules"));
}

/**
 * Copies a folder by hard links where the file system allows it. A symbolic link to the folder would
 * not do: Turbopack follows it out of the application's root.
 */
function linkTree(from, to, isWanted = () => true) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (!isWanted(source)) continue;
    if (entry.isDirectory()) linkTree(source, target, isWanted);
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source, target) {
  try {
    fs.linkSync(source, target);
  } catch {
    fs.copyFileSync(source, target);
  }
}

module.exports = { copyExample, exampleModules, installedPackage, linkTree, useSharedFolder };
