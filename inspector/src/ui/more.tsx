import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** The first of many, and the button that shows as many more: what is not shown is not made. */
export function useMore<T>(all: readonly T[], step: number): [T[], ComponentChildren] {
  const [shown, setShown] = useState(step);
  const rest = all.length - shown;
  const more = rest > 0 && (
    <p class="more">
      <button type="button" onClick={() => setShown(shown + step)}>
        Show {Math.min(step, rest)} more of {rest.toLocaleString()}
      </button>
    </p>
  );
  return [all.slice(0, shown), more];
}
