const { TARGETS } = require("../../lib/native.js");
const { napi } = require("../../package.json");

/** napi's name for a Rust target: `x86_64-unknown-linux-gnu` is `linux-x64-gnu`. */
function napiName(triple) {
  const [arch, , system, abi] = triple.split("-");
  const platform = system === "windows" ? "win32" : system;
  return [platform, { x86_64: "x64", aarch64: "arm64" }[arch], abi].filter(Boolean).join("-");
}

test("the loader knows the targets that are released, and no other", () => {
  expect(Object.keys(TARGETS).sort()).toEqual(napi.targets.map(napiName).sort());
});

test.each(Object.keys(TARGETS))("the loader looks for the binary and the package of %s by literal paths", (target) => {
  expect(String(TARGETS[target].file)).toBe(`() => require("../mock-state-store.${target}.node")`);
  expect(String(TARGETS[target].package)).toBe(`() => require("mock-state-store-${target}")`);
});
