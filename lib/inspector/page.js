"use strict";

/* The files of the inspector, which `npm run build` makes of the folder `inspector`. */

const { readFileSync } = require("node:fs");
const path = require("node:path");

/** The page loads nothing but its own files, and nobody frames it. What the account holds is never HTML. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

// Each path is spelt out, for bundlers that trace the files which a server needs.
/** @type {Record<string, { type: string, read: () => string }>} */
const FILES = {
  "index.html": {
    type: "text/html; charset=utf-8",
    read: () => readFileSync(path.join(__dirname, "dist/index.html"), "utf8"),
  },
  "inspector.js": {
    type: "text/javascript; charset=utf-8",
    read: () => readFileSync(path.join(__dirname, "dist/inspector.js"), "utf8"),
  },
  "inspector.css": {
    type: "text/css; charset=utf-8",
    read: () => readFileSync(path.join(__dirname, "dist/inspector.css"), "utf8"),
  },
  "icon.svg": {
    type: "image/svg+xml",
    read: () => readFileSync(path.join(__dirname, "dist/icon.svg"), "utf8"),
  },
};

/** @typedef {{ headers: Record<string, string>, body: string }} InspectorFile */

/**
 * A file of the inspector; `undefined` where there is none of that name.
 *
 * @param {string} name
 * @returns {InspectorFile | undefined}
 */
function inspectorFile(name) {
  if (!Object.hasOwn(FILES, name)) return undefined;
  const { type, read } = FILES[name];
  return { headers: { ...HEADERS, "content-type": type }, body: read() };
}

/**
 * The page. Its links are relative to its own path, which some servers end with a slash and others without.
 *
 * @param {boolean} endsWithSlash
 */
function inspectorPage(endsWithSlash) {
  const page = /** @type {InspectorFile} */ (inspectorFile("index.html"));
  return endsWithSlash ? page : { ...page, body: page.body.replaceAll('="./', '="inspector/') };
}

module.exports = { inspectorFile, inspectorPage };
