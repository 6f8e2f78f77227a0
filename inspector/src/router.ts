/* The panel that is shown, and what of it, are in the fragment of the URL. */

import { signal } from "@preact/signals";

export interface Route {
  panel: string;
  /** What is open in the panel; any text. */
  item: string | undefined;
}

export const route = signal<Route>(parse(location.hash));

addEventListener("hashchange", () => {
  route.value = parse(location.hash);
});

function parse(hash: string): Route {
  const [panel = "", item] = hash.replace(/^#\/?/, "").split("/", 2);
  try {
    return { panel: panel || "overview", item: item === undefined ? undefined : decodeURIComponent(item) };
  } catch {
    return { panel: "overview", item: undefined };
  }
}

export function linkTo(panel: string, item?: string): string {
  return item === undefined ? `#/${panel}` : `#/${panel}/${encodeURIComponent(item)}`;
}

export function goTo(panel: string, item?: string): void {
  location.hash = linkTo(panel, item);
}
