import { headers } from "next/headers";
import { Panel } from "../ui/panel";

export async function TerminalPanel() {
  const host = (await headers()).get("host") ?? "localhost:3000";
  return (
    <Panel title="From a terminal">
      <pre>{`curl ${host}/api/status
curl ${host}/api/patch \\
  --json '{"instance":{"state":"pending"}}'
curl -X POST ${host}/api/reset
node second.mjs`}</pre>
    </Panel>
  );
}
