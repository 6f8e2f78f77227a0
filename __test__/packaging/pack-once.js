const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pack, root } = require("./support.js");

/** Packs the package for all spec files, before the first one runs; answers what removes the tarball again. */
module.exports = async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mock-state-store-packed-"));
  process.env.PACKED_TARBALL = await pack(root, folder);
  return () => fs.rmSync(folder, { recursive: true, force: true });
};
