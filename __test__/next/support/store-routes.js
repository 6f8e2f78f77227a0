const fs = require("node:fs");
const path = require("node:path");

const sources = path.join(__dirname, "..", "store-routes");
const MODULE = path.join("lib", "observed-store.ts");

/**
 * Gives a copy of the example a page and routes that use the store themselves, as applications without the endpoint
 * do: `/store` and `/api/store/…`, and at `/api/allowed` the
 * control API in production, too. They and the instrumentation count the store objects that they receive, and the
 * copies of the module that returns them which bundles and reloads have made.
 */
function addStoreRoutes(folder) {
  fs.cpSync(sources, folder, { recursive: true });
  const instrumentation = path.join(folder, "instrumentation.ts");
  const text = fs.readFileSync(instrumentation, "utf8");
  fs.writeFileSync(instrumentation, text.replace('import("mock-state-store")', 'import("@/lib/observed-store")'));
}

/** Edits that module as an editor does, which replaces it as a whole. */
function editStoreModule(folder) {
  const file = path.join(folder, MODULE);
  fs.writeFileSync(`${file}~`, fs.readFileSync(file, "utf8").replace('"first"', '"second"'));
  fs.renameSync(`${file}~`, file);
}

module.exports = { addStoreRoutes, editStoreModule };
