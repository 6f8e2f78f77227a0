import type { MockCloudFormationStack } from "@/lib/aws/mock-state-store";
import { Panel } from "../ui/panel";

export function StackPanel({ stack }: { stack: MockCloudFormationStack }) {
  return (
    <Panel title="Stack" note={stack.exists ? stack.status : "does not exist"}>
      <p className="mono small muted break">{stack.stackId}</p>
    </Panel>
  );
}
