import { status } from "../data/account.ts";
import { calls } from "../data/calls.ts";
import { GROUPS, PANELS } from "../panels/index.ts";
import { linkTo } from "../router.ts";

export function Navigation({ current }: { current: string }) {
  const counts = { ...status.use()?.counts };
  // Not every call has the status read again, and not every one that is kept is here.
  counts.calls = Math.max(counts.calls ?? 0, calls.value.length);
  return (
    <nav class="side" aria-label="Panels">
      {GROUPS.map((group) => (
        <div key={group}>
          <h2>{group}</h2>
          <ul>
            {PANELS.filter((panel) => panel.group === group).map(({ id, title, count }) => (
              <li key={id}>
                <a href={linkTo(id)} aria-current={id === current ? "page" : undefined}>
                  {title}
                  {count !== undefined && (counts[count] ?? 0) > 0 && (
                    <span class="count">{(counts[count] ?? 0).toLocaleString()}</span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
