import { getMockStateStore as get } from "mock-state-store";

export { MockStateStoreError } from "mock-state-store";

interface Observed {
  stores: Set<unknown>;
  copies: Set<unknown>;
  edition: string;
}

const edition = "first";
const copy = {};
const realm = globalThis as { observed?: Observed };
realm.observed ??= { stores: new Set(), copies: new Set(), edition };
realm.observed.edition = edition;
const { observed } = realm;

export function getMockStateStore() {
  const store = get();
  observed.stores.add(store);
  observed.copies.add(copy);
  return store;
}

export function observation() {
  return { stores: observed.stores.size, copies: observed.copies.size, edition: observed.edition };
}
