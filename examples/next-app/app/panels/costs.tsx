import type { Costs } from "@/lib/aws/costs";
import { fetchCostsAgain } from "../actions";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";

export function CostsPanel({ costs }: { costs: Costs[] }) {
  const highest = Math.max(...costs.map(({ total }) => total));
  return (
    <Panel title="Costs" note="of the last hour at the latest">
      <ul className="costs">
        {costs.map(({ label, period, total, currency, services }) => (
          <li key={label}>
            <details>
              <summary>
                <span>{label}</span>
                <span className="amount">{amount(total, currency)}</span>
                <meter max={highest || 1} value={total} aria-hidden="true" />
              </summary>
              <p className="muted small">
                From {period.start} to before {period.end}
              </p>
              <ul className="breakdown">
                {services.map(({ name, cost }) => (
                  <li key={name}>
                    <span>{name}</span>
                    <span className="amount">{amount(cost, currency)}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      <ActionForm action={fetchCostsAgain} className="fields">
        <SubmitButton>Fetch again</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

function amount(value: number, currency: string) {
  return `${value.toFixed(2)} ${currency}`;
}
