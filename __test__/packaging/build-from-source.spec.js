const fs = require("node:fs");
const path = require("node:path");
const {
  CARGO_TARGET_DIR,
  STATE_OF_NEW_STORE,
  binaries,
  compileFaster,
  install,
  print,
  repack,
} = require("./support.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

test("installing builds with cargo where the shipped binary does not load", async () => {
  const tarball = await repack(folder(), (contents) => {
    for (const name of binaries(contents)) fs.writeFileSync(path.join(contents, name), "for another machine");
  });
  compileFaster(folder());
  await install(folder("project"), tarball, { env: { CARGO_TARGET_DIR } });
  expect(await print(folder("project"), STATE_OF_NEW_STORE)).toBe("stopped");
});
