import { status } from "../data/account.ts";
import { connection } from "../data/live.ts";
import { linkTo } from "../router.ts";
import { type Theme, theme } from "../theme.ts";
import { ClockFace } from "./clock-face.tsx";
import { Badge } from "./parts.tsx";

const CONNECTIONS = { connecting: "connecting", live: "live", lost: "connection lost" };

export function Header() {
  const account = status.use();
  return (
    <header class="top">
      <a class="brand" href={linkTo("overview")}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M8 12l8-4 8 4-8 4zM8 17l8 4 8-4M8 21.5l8 4 8-4" />
        </svg>
        mock-state-store
      </a>
      <p class="where">
        {account && (
          <>
            <span>{account.accountId}</span>
            <span>{account.region}</span>
            <span class="file" title={account.file ?? undefined}>
              {account.file ?? "in memory"}
            </span>
          </>
        )}
      </p>
      <div class="top-end">
        {account && <ClockFace clock={account.clock} />}
        <span role="status" aria-label="Connection">
          <Badge text={CONNECTIONS[connection.value]} />
        </span>
        <select
          aria-label="Theme"
          value={theme.value}
          onChange={(event) => {
            theme.value = event.currentTarget.value as Theme;
          }}
        >
          <option value="system">System theme</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </select>
      </div>
    </header>
  );
}
