const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** A new empty folder for each test, removed after it: `folder()` is its path, `folder("a")` a path in it. */
function useFolder() {
  let root;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "mock-state-store-spec-"));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  return (...names) => path.join(root, ...names);
}

/** The state in a file. */
function readState(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

/** The names in a folder, but for those that a store keeps beside its file while it is open. */
function namesIn(folder) {
  return fs.readdirSync(folder).filter((name) => !/-(journal|lock|shm)$/.test(name));
}

module.exports = { useFolder, readState, namesIn };
