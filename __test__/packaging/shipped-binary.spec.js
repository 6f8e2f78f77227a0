const fs = require("node:fs");
const { STATE_OF_NEW_STORE, install, pack, pathWith, print } = require("./support.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

test("installing needs no Rust where the shipped binary loads", async () => {
  const tarball = await pack(folder());
  const { output } = await install(folder("project"), tarball, { env: { PATH: pathWith(folder("bin"), []) } });
  expect(output).not.toContain("Building");
  expect(await print(folder("project"), STATE_OF_NEW_STORE)).toBe("stopped");
  expect(fs.existsSync(folder("project/node_modules/mock-state-store/target"))).toBe(false);
});
