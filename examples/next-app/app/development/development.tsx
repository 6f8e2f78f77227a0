import type { DevelopmentTools } from "@/lib/development";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { resetAccount } from "./actions";
import { CallsPanel } from "./calls";
import { FaultPanel } from "./fault";

interface DevelopmentProps {
  tools: DevelopmentTools;
  withReads: boolean;
}

/** What the page has beside AWS while the account is a mocked one. */
export async function Development({ tools, withReads }: DevelopmentProps) {
  return (
    <aside>
      <ActionForm action={resetAccount} className="head">
        <div>
          <h2>In development</h2>
          <p className="muted">
            The account is a mocked one, kept by <code>mock-state-store</code>.
          </p>
        </div>
        <SubmitButton kind="danger">Reset the account</SubmitButton>
      </ActionForm>
      <CallsPanel calls={await tools.calls()} withReads={withReads} />
      <div className="columns">
        <FaultPanel />
        <Panel title="From a terminal">
          <pre>{terminal(tools.env)}</pre>
        </Panel>
      </div>
    </aside>
  );
}

function terminal(env: DevelopmentTools["env"]) {
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${value}`);
  return [...variables, "", "aws ec2 describe-instances", "aws ssm describe-parameters"].join("\n");
}
