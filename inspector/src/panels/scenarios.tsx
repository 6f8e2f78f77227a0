import { scenario, scenarios } from "../data/account.ts";
import { write } from "../data/api.ts";
import { act } from "../ui/action.ts";
import { Moment, Panel, Waiting } from "../ui/parts.tsx";

export function Scenarios() {
  const all = scenarios.use();
  const current = scenario.use();
  if (all === undefined) return <Waiting for={scenarios} />;
  return (
    <Panel
      title="Scenarios"
      about="Each puts a state, fault rules and what happens later in the place of all there is."
    >
      <ul class="plain grid">
        {all.map(({ name, description, builtIn }) => {
          const isCurrent = current?.name === name;
          return (
            <li key={name} class={isCurrent ? "card scenario current" : "card scenario"}>
              <h2>
                {name} {!builtIn && <span class="badge calm">of this project</span>}
              </h2>
              <p>{description}</p>
              <div class="actions">
                <button
                  type="button"
                  onClick={() => act(`Scenario ${name} applied`, () => write("POST", "scenario", { name }))}
                >
                  {isCurrent ? "Apply again" : "Apply"}
                  <span class="hidden"> {name}</span>
                </button>
                {isCurrent && (
                  <span class="quiet">
                    applied <Moment time={current?.appliedAt} />
                  </span>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
