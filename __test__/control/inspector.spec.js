const fs = require("node:fs");
const path = require("node:path");
const { gzipSync } = require("node:zlib");
const { MockStateStore } = require("mock-state-store");
const { controlApi } = require("mock-state-store/control");
const { root } = require("../support/package.js");

const dist = path.join(root, "lib", "inspector", "dist");

function get(target, init) {
  return controlApi({ store: new MockStateStore() })(new Request(`http://localhost/_mock/${target}`, init));
}

test("the page and all of its files are answered, with their types", async () => {
  const types = {
    inspector: "text/html",
    "inspector/inspector.js": "text/javascript",
    "inspector/inspector.css": "text/css",
  };
  for (const [target, type] of Object.entries({ ...types, "inspector/icon.svg": "image/svg+xml" })) {
    const response = await get(target);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(type);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("its links lead to its files, with a slash at the end or without", async () => {
  const links = async (target) => [...(await (await get(target)).text()).matchAll(/(?:src|href)="([^"]+)"/g)];
  for (const target of ["inspector", "inspector/"]) {
    const found = await links(target);
    expect(found.length).toBe(3);
    for (const [, link] of found) {
      const { pathname } = new URL(link, `http://localhost/_mock/${target}`);
      expect((await get(pathname.slice("/_mock/".length))).status).toBe(200);
    }
  }
});

test("it runs no script but its own, and nobody frames it", async () => {
  const response = await get("inspector");
  const policy = response.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  expect(await response.text()).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|https?:\/\//);
});

test.each([
  "inspector/other.js",
  "inspector/..%2fpage.js",
  "inspector/%2e%2e%2f%2e%2e%2fpackage.json",
  "inspector/__proto__",
])("there is no other file: %s", async (target) => {
  expect((await get(target)).status).toBe(404);
});

test("foreign pages do not get it", async () => {
  expect((await get("inspector", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
});

test("all of it has at most 60 KB, gzipped", () => {
  const sizes = fs.readdirSync(dist).map((name) => gzipSync(fs.readFileSync(path.join(dist, name))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
});
