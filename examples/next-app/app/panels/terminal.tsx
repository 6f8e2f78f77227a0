import { Panel } from "../ui/panel";

const COMMANDS = `curl localhost:3000/api/status
curl localhost:3000/api/patch \\
  --json '{"instance":{"state":"pending"}}'
curl -X POST localhost:3000/api/reset`;

export function TerminalPanel() {
  return (
    <Panel title="From a terminal">
      <pre>{COMMANDS}</pre>
    </Panel>
  );
}
