const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { binaries, root, run } = require("./support.js");

const folder = useFolder();

test("packing without the inspector fails, and says what to run first", async () => {
  for (const name of ["package.json", "lib", "scripts", ...binaries(root)]) {
    fs.cpSync(path.join(root, name), folder(name), { recursive: true });
  }
  fs.rmSync(folder("lib", "inspector", "dist"), { recursive: true });
  const { code, output } = await run("npm", ["pack"], { cwd: folder() });
  expect(code).not.toBe(0);
  expect(output).toContain("Nothing was packed. Run `npm run build` first.");
});

test("packing without a binary fails, and says what to run first", async () => {
  for (const name of ["package.json", "lib", "scripts"]) {
    fs.cpSync(path.join(root, name), folder(name), { recursive: true });
  }
  const { code, output } = await run("npm", ["pack"], { cwd: folder() });
  expect(code).not.toBe(0);
  expect(output).toContain("Nothing was packed. Run `npm run build` first.");
  expect(fs.readdirSync(folder()).filter((name) => name.endsWith(".tgz"))).toEqual([]);
});
