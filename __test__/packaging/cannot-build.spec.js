const fs = require("node:fs");
const path = require("node:path");
const { CARGO_TARGET_DIR, install, pathWith, removeBinaries, repack } = require("./support.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

/** What installing a tarball without a binary prints where it fails. */
async function failedInstall(env, change = () => {}) {
  const tarball = await repack(folder(), (contents) => {
    removeBinaries(contents);
    change(contents);
  });
  const { code, output } = await install(folder("project"), tarball, { env, expectFailure: true });
  expect(code).not.toBe(0);
  expect(output).toContain(`cannot be loaded on ${process.platform} ${process.arch}`);
  expect(output).not.toMatch(/^\s+at /m);
  return output;
}

test("without Rust, installing says that it is missing", async () => {
  const output = await failedInstall({ PATH: pathWith(folder("bin"), []) });
  expect(output).toContain("needs Rust, and there is no `rustc` on the PATH. Install it from https://rustup.rs.");
});

test("without a linker, installing says that it is missing", async () => {
  const output = await failedInstall({
    PATH: pathWith(folder("bin"), ["cargo", "rustc"]),
    CARGO_TARGET_DIR: folder("target"),
  });
  expect(output).toContain("needs a linker, and there is no `cc` on the PATH.");
});

test("with a Rust that is too old, installing says which is needed", async () => {
  const output = await failedInstall({ CARGO_TARGET_DIR }, (contents) => {
    const manifest = path.join(contents, "Cargo.toml");
    const text = fs.readFileSync(manifest, "utf8");
    fs.writeFileSync(manifest, text.replace(/^rust-version = .*$/m, 'rust-version = "99.0"'));
  });
  expect(output).toMatch(/needs Rust 99\.0 or newer, and this is \d+\.\d+\.\d+\. Run `rustup update stable`\./);
});
