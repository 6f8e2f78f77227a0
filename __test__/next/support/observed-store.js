const fs = require("node:fs");
const path = require("node:path");

const DROP_IN = path.join("lib", "aws", "mock-state-store.ts");

const OBSERVED = `
import { getMockStateStore as get } from "mock-state-store";
export * from "./real-mock-state-store";

const edition = "first";
const copy = {};
const observed = ((globalThis as { observed?: Observed }).observed ??= { stores: new Set(), copies: new Set(), edition });
observed.edition = edition;

interface Observed { stores: Set<unknown>; copies: Set<unknown>; edition: string }

export function getMockStateStore() {
  const store = get();
  observed.stores.add(store);
  observed.copies.add(copy);
  return store;
}

export function observation() {
  return { stores: observed.stores.size, copies: observed.copies.size, edition: observed.edition };
}
`;

const ROUTE = `
import { observation } from "@/lib/aws/mock-state-store";
export const dynamic = "force-dynamic";
export function GET() { return Response.json(observation()); }
`;

/**
 * Makes a copy of the example answer, at `/api/observed`, how many different store objects it has received, and
 * how many copies of the module that returns them its bundles and reloads have made.
 */
function observeStores(folder) {
  const dropIn = path.join(folder, DROP_IN);
  fs.renameSync(dropIn, path.join(path.dirname(dropIn), "real-mock-state-store.ts"));
  fs.writeFileSync(dropIn, OBSERVED);
  const route = path.join(folder, "app", "api", "observed");
  fs.mkdirSync(route);
  fs.writeFileSync(path.join(route, "route.ts"), ROUTE);
}

/** Edits that module as an editor does, which replaces it as a whole. */
function editStoreModule(folder) {
  const dropIn = path.join(folder, DROP_IN);
  fs.writeFileSync(`${dropIn}~`, OBSERVED.replace('"first"', '"second"'));
  fs.renameSync(`${dropIn}~`, dropIn);
}

module.exports = { editStoreModule, observeStores };
