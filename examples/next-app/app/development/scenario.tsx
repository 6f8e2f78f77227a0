import type { Scenario } from "@/lib/development";
import { ActionForm, Choice, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { applyScenario } from "./actions";

interface ScenarioPanelProps {
  scenarios: Scenario[];
  /** The one that was applied last. */
  current: Scenario | undefined;
}

export function ScenarioPanel({ scenarios, current }: ScenarioPanelProps) {
  const choices = scenarios.map(({ name }) => ({ value: name, label: name }));
  return (
    <Panel title="Scenario" note={current?.name ?? "none"}>
      {current && <p className="muted small scenario">{current.description}</p>}
      <ActionForm action={applyScenario} className="fields">
        <Choice name="scenario" label="Name" choices={choices} initial={current?.name} />
        <SubmitButton>Apply scenario</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
