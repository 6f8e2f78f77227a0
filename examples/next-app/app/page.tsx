import { getMockStateStore } from "@/lib/aws/mock-state-store";
import { resetState } from "./actions";
import { BackupsPanel } from "./panels/backups";
import { CostsPanel } from "./panels/costs";
import { FaultsPanel } from "./panels/faults";
import { InstancePanel } from "./panels/instance";
import { ParametersPanel } from "./panels/parameters";
import { StackPanel } from "./panels/stack";
import { TerminalPanel } from "./panels/terminal";
import { ActionForm, SubmitButton } from "./ui/action-form";
import { Live } from "./ui/live";

export const dynamic = "force-dynamic";

export default async function Page() {
  const state = await getMockStateStore().getState();
  return (
    <>
      <Live />
      <header>
        <ActionForm action={resetState} className="head">
          <div>
            <h1>Game server</h1>
            <p className="muted">
              One EC2 instance on a mocked AWS account, kept by <code>mock-state-store</code>.
            </p>
          </div>
          <div className="buttons">
            <a className="button" href="/api/state">
              View as JSON
            </a>
            <SubmitButton kind="danger">Reset everything</SubmitButton>
          </div>
        </ActionForm>
      </header>
      <main>
        <InstancePanel instance={state.instance} />
        <div className="columns">
          <div className="column">
            <ParametersPanel parameters={state.ssm.parameters} />
            <BackupsPanel backups={state.backups} />
          </div>
          <div className="column">
            <CostsPanel costs={state.costs} />
            <FaultsPanel faults={state.faults} />
            <StackPanel stack={state.cloudformation} />
            <TerminalPanel />
          </div>
        </div>
      </main>
    </>
  );
}
