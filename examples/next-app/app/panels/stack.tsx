import type { Stack } from "@aws-sdk/client-cloudformation";
import { Panel } from "../ui/panel";

export function StackPanel({ name, stack }: { name: string; stack: Stack | undefined }) {
  const outputs = stack?.Outputs ?? [];
  return (
    <Panel title="Stack" note={stack?.StackStatus ?? "does not exist"}>
      <p className="mono small muted break">{stack?.StackId ?? name}</p>
      {outputs.length > 0 && (
        <dl className="facts">
          {outputs.map(({ OutputKey, OutputValue }) => (
            <div key={OutputKey}>
              <dt>{OutputKey}</dt>
              <dd className="mono">{OutputValue}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
