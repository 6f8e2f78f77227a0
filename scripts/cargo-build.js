"use strict";

/*
 * Builds the native binary with cargo alone and puts it beside package.json as
 * `mock-state-store.<target>.node`. Ships in the tarball and runs before any dependency is
 * installed: it may require nothing but Node.
 */

const { spawnSync } = require("node:child_process");
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { TARGETS } = require("../lib/native.js");

const root = path.join(__dirname, "..");

/** A failure whose message is all that a reader needs; shown without a stack. */
class PlainError extends Error {}

/**
 * Builds, and answers the path of the binary. Cargo decides whether there is anything to do.
 */
function build() {
  const target = hostTarget();
  const file = path.join(root, `mock-state-store.${target}.node`);
  const library = readFileSync(compile(target));
  // A new file rather than new content: a running process may have the old one mapped.
  if (!existsSync(file) || !readFileSync(file).equals(library)) {
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, library, { mode: 0o755 });
      renameSync(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  return file;
}

/** The target that this machine's Rust builds for, as napi names it. */
function hostTarget() {
  const { error, status, stdout, stderr } = spawnSync("rustc", ["-vV"], { encoding: "utf8" });
  if (error) throw new PlainError(noRust("rustc"));
  if (status !== 0) throw new PlainError(`Building mock-state-store needs Rust, and \`rustc\` fails:\n${stderr}`);
  const triple = /^host: (.+)$/m.exec(stdout)?.[1] ?? "";
  const [arch, , system, abi] = triple.split("-");
  const platform = system === "windows" ? "win32" : system;
  const target = [platform, { x86_64: "x64", aarch64: "arm64" }[arch], abi].filter(Boolean).join("-");
  if (!Object.hasOwn(TARGETS, target)) {
    throw new PlainError(
      `mock-state-store cannot be built for ${triple}; it can for ${Object.keys(TARGETS).join(", ")}.`,
    );
  }
  return target;
}

/** @param {string} tool */
function noRust(tool) {
  return `Building mock-state-store needs Rust, and there is no \`${tool}\` on the PATH. Install it from https://rustup.rs.`;
}

/**
 * Runs cargo, and answers the path of the library it made, wherever its target folder is.
 *
 * @param {string} target
 */
function compile(target) {
  const env = { ...process.env };
  if (target.endsWith("-musl")) {
    // Rust links musl statically by default, and a static library cannot be an addon.
    env.RUSTFLAGS = `${env.RUSTFLAGS ?? ""} -C target-feature=-crt-static`;
  }
  const { error, status, stdout } = spawnSync(
    "cargo",
    ["build", "--release", "--locked", "--lib", "--message-format=json-render-diagnostics"],
    { cwd: root, env, encoding: "utf8", maxBuffer: Number.POSITIVE_INFINITY, stdio: ["ignore", "pipe", "inherit"] },
  );
  if (error || status !== 0) {
    throw new PlainError(whyCargoFailed(error));
  }
  const libraries = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter((message) => message.reason === "compiler-artifact" && message.target.name === "mock_state_store")
    .flatMap((message) => message.filenames)
    .filter((/** @type {string} */ name) => /\.(so|dylib|dll)$/.test(name));
  return libraries[0];
}

/**
 * @param {Error | undefined} error why cargo did not start
 */
function whyCargoFailed(error) {
  if (error) {
    return noRust("cargo");
  }
  const needed = /^rust-version = "([\d.]+)"/m.exec(readFileSync(path.join(root, "Cargo.toml"), "utf8"))?.[1] ?? "";
  const found = /\d+\.\d+\.\d+/.exec(spawnSync("rustc", ["--version"], { encoding: "utf8" }).stdout)?.[0] ?? "";
  if (found.localeCompare(needed, "en", { numeric: true }) < 0) {
    return `Building mock-state-store needs Rust ${needed} or newer, and this is ${found}. Run \`rustup update stable\`.`;
  }
  if (process.platform !== "win32" && spawnSync("cc", ["--version"]).error) {
    return "Building mock-state-store needs a linker, and there is no `cc` on the PATH. Install a C compiler (Debian: `build-essential`, macOS: `xcode-select --install`).";
  }
  return "`cargo build` failed; its own words are above.";
}

/**
 * Runs what an npm script is there for.
 *
 * @param {() => unknown} step
 */
function main(step) {
  try {
    step();
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (require.main === module) {
  main(build);
}

module.exports = { build, main, PlainError };
