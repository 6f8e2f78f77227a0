const fs = require("node:fs");
const { STATE_OF_NEW_STORE, TARBALL, install, pathWith, print } = require("./support.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

test("installing needs no Rust where the shipped binary loads", async () => {
  const { output } = await install(folder("project"), TARBALL, { env: { PATH: pathWith(folder("bin"), []) } });
  expect(output).not.toContain("Building");
  expect(await print(folder("project"), STATE_OF_NEW_STORE)).toBe("stopped");
  expect(fs.existsSync(folder("project/node_modules/mock-state-store/target"))).toBe(false);
});
