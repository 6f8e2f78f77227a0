"use strict";

const { MockStateStoreError } = require("./errors.js");

/** @typedef {import("./binding.js").Binding} Binding */

/**
 * Where the native binary of each target is: beside `package.json`, or in the platform package of a
 * release. Every path is a literal, for output file tracing (`@vercel/nft`) finds no other kind.
 *
 * @type {Record<string, { file: () => Binding, package: () => Binding }>}
 */
const TARGETS = {
  "linux-x64-gnu": {
    file: () => require("../mock-state-store.linux-x64-gnu.node"),
    package: () => require("mock-state-store-linux-x64-gnu"),
  },
  "linux-arm64-gnu": {
    file: () => require("../mock-state-store.linux-arm64-gnu.node"),
    package: () => require("mock-state-store-linux-arm64-gnu"),
  },
  "linux-x64-musl": {
    file: () => require("../mock-state-store.linux-x64-musl.node"),
    package: () => require("mock-state-store-linux-x64-musl"),
  },
  "linux-arm64-musl": {
    file: () => require("../mock-state-store.linux-arm64-musl.node"),
    package: () => require("mock-state-store-linux-arm64-musl"),
  },
  "darwin-x64": {
    file: () => require("../mock-state-store.darwin-x64.node"),
    package: () => require("mock-state-store-darwin-x64"),
  },
  "darwin-arm64": {
    file: () => require("../mock-state-store.darwin-arm64.node"),
    package: () => require("mock-state-store-darwin-arm64"),
  },
  "win32-x64-msvc": {
    file: () => require("../mock-state-store.win32-x64-msvc.node"),
    package: () => require("mock-state-store-win32-x64-msvc"),
  },
};

/** @type {Binding | undefined} */
let native;

/**
 * The native binding, loaded on the first call.
 *
 * @throws {MockStateStoreError} `ERR_NATIVE_BINDING` where no binary loads.
 */
function loadNative() {
  native ??= load(process.platform, process.arch);
  return native;
}

/**
 * On Linux both C libraries are tried: a binary for the other one is absent or does not load, and
 * finding out which one runs costs more than the attempt.
 *
 * @param {string} platform
 * @param {string} arch
 */
function load(platform, arch) {
  const key = `${platform}-${arch}`;
  const targets = Object.keys(TARGETS).filter((target) => target === key || target.startsWith(`${key}-`));
  const attempts = targets.flatMap((target) => [
    { name: `mock-state-store.${target}.node`, load: TARGETS[target].file },
    { name: `mock-state-store-${target}`, load: TARGETS[target].package },
  ]);
  const failures = [];
  for (const attempt of attempts) {
    try {
      return attempt.load();
    } catch (error) {
      failures.push({ name: attempt.name, error: /** @type {NodeJS.ErrnoException} */ (error) });
    }
  }
  throw loadError(`${platform} ${arch}`, failures);
}

/**
 * @param {string} platform
 * @param {{ name: string, error: NodeJS.ErrnoException }[]} failures
 */
function loadError(platform, failures) {
  const title = `The native binary of mock-state-store cannot be loaded on ${platform} (Node ${process.version}).`;
  if (failures.length === 0) {
    return new MockStateStoreError(
      "ERR_NATIVE_BINDING",
      `${title} There is none for this platform; there is for ${Object.keys(TARGETS).join(", ")}.`,
    );
  }
  const broken = failures.filter(({ error }) => error.code !== "MODULE_NOT_FOUND");
  const reasons = broken.map(({ name, error }) => ` ${name} failed with: ${error.message}.`).join("");
  return new MockStateStoreError(
    "ERR_NATIVE_BINDING",
    `${title} Looked for ${failures.map(({ name }) => name).join(", ")}.${reasons} ` +
      "To build it on this machine, install Rust (https://rustup.rs) and run `npm rebuild mock-state-store`.",
    { cause: (broken[0] ?? failures[0]).error },
  );
}

module.exports = { loadNative, TARGETS };
