"use strict";

/* Makes lib/inspector/dist of the folder `inspector`, with Vite, unless nothing has changed. */

const { existsSync, readdirSync, rmSync, statSync } = require("node:fs");
const path = require("node:path");
const { PlainError, main } = require("./cargo-build.js");
const { root, tool } = require("./run.js");

const source = path.join(root, "inspector");
const output = path.join(root, "lib", "inspector", "dist");

function buildInspector() {
  if (isFresh()) return;
  if (!existsSync(path.join(root, "node_modules", "vite"))) {
    throw new PlainError("Building the inspector needs the devDependencies: run `npm install` first.");
  }
  try {
    tool("vite", ["build", source, "--logLevel", "warn"]);
  } catch (error) {
    // What is there of it would be taken for the page.
    rmSync(output, { recursive: true, force: true });
    throw error;
  }
}

/** Whether the output is newer than all that it is made of. */
function isFresh() {
  const built = statSync(path.join(output, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sources = files.map((file) => path.join(file.parentPath, file.name));
  return [...sources, path.join(root, "package-lock.json")].every((file) => {
    return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < built;
  });
}

if (require.main === module) main(buildInspector);

exports.buildInspector = buildInspector;
