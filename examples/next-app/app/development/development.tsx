import type { DevelopmentTools } from "@/lib/development";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { resetAccount } from "./actions";
import { CallsPanel } from "./calls";
import { FaultPanel } from "./fault";
import { ScenarioPanel } from "./scenario";

interface DevelopmentProps {
  tools: DevelopmentTools;
  /** The command and the reads that the page shows. */
  query: { command?: string; reads?: string };
}

/** What the page has beside AWS while the account is a mocked one. */
export async function Development({ tools, query: { command, reads } }: DevelopmentProps) {
  const withReads = reads === "shown";
  const toggled = new URLSearchParams({ ...(command && { command }), ...(!withReads && { reads: "shown" }) });
  const [calls, scenarios, current] = await Promise.all([tools.calls(), tools.scenarios(), tools.scenario()]);
  return (
    <aside>
      <ActionForm action={resetAccount} className="head">
        <div>
          <h2>In development</h2>
          <p className="muted">
            The account is a mocked one, kept by <code>mock-state-store</code>.
            {process.env.NODE_ENV === "development" && (
              <>
                {" "}
                <a href="/api/mock/inspector">Open the inspector</a>
              </>
            )}
          </p>
        </div>
        <SubmitButton kind="danger">Reset the account</SubmitButton>
      </ActionForm>
      <CallsPanel calls={calls} withReads={withReads} toggle={`/?${toggled}`} />
      <div className="columns">
        <div className="column">
          <ScenarioPanel scenarios={scenarios} current={current} />
          <FaultPanel />
        </div>
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
