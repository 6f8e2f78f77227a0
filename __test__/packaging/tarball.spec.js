const fs = require("node:fs");
const path = require("node:path");
const { TARBALL, root, succeed } = require("./support.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

async function filesInTarball() {
  const { stdout } = await succeed("tar", ["-tzf", TARBALL], { cwd: folder() });
  return stdout
    .trim()
    .split("\n")
    .map((name) => name.replace(/^package\//, ""));
}

function filesBelow(name, pattern) {
  return fs
    .readdirSync(path.join(root, name), { recursive: true })
    .filter((file) => pattern.test(file))
    .map((file) => `${name}/${file.replaceAll(path.sep, "/")}`);
}

test("the tarball holds one binary, the JavaScript, the types, the docs and what cargo builds from, and nothing else", async () => {
  const files = await filesInTarball();
  const binary = files.filter((name) => /^mock-state-store\.[\w-]+\.node$/.test(name));
  expect(binary).toHaveLength(1);
  expect(files.filter((name) => !binary.includes(name)).sort()).toEqual(
    [
      "CHANGELOG.md",
      "Cargo.lock",
      "Cargo.toml",
      "LICENSE",
      "README.md",
      "aws.d.ts",
      "aws.js",
      "bin/mock-state-store.js",
      "build.rs",
      "control.d.ts",
      "control.js",
      "index.d.ts",
      "index.js",
      "jest.d.ts",
      "jest.js",
      "lib/external-aws.d.ts",
      "lib/external-control.d.ts",
      "lib/external-next-routes.d.ts",
      "lib/external.d.ts",
      "lib/testing/types.d.ts",
      "next.d.ts",
      "next.js",
      "next/routes.d.ts",
      "next/routes.js",
      "package.json",
      "scripts/cargo-build.js",
      "scripts/install.js",
      "vitest.d.mts",
      "vitest.d.ts",
      "vitest.js",
      "vitest.mjs",
      ...filesBelow("docs", /\.(md|png)$/),
      ...filesBelow("lib", /\.js$|^inspector\/dist\/[\w-]+\.\w+$/),
      ...filesBelow("src", /\.(rs|json|journal|state)$/),
    ].sort(),
  );
});
