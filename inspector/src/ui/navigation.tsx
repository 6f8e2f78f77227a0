import { status } from "../data/account.ts";
import { GROUPS, PANELS } from "../panels/index.ts";
import { linkTo } from "../router.ts";

export function Navigation({ current }: { current: string }) {
  const counts = status.use()?.counts ?? {};
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
