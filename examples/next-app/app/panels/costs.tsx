import type { CostPeriod, MockCostData } from "@/lib/aws/mock-state-store";
import { Panel } from "../ui/panel";
import { Time } from "../ui/time";

const PERIODS: { period: CostPeriod; label: string }[] = [
  { period: "current-month", label: "This month" },
  { period: "last-month", label: "Last month" },
  { period: "last-30-days", label: "Last 30 days" },
];

export function CostsPanel({ costs }: { costs: Record<CostPeriod, MockCostData> }) {
  const highest = Math.max(...PERIODS.map(({ period }) => Number(costs[period].totalCost)));
  return (
    <Panel title="Costs">
      <ul className="costs">
        {PERIODS.map(({ period, label }) => (
          <li key={period}>
            <details>
              <summary>
                <span>{label}</span>
                <span className="amount">{amount(costs[period].totalCost, costs[period].currency)}</span>
                <meter max={highest || 1} value={Number(costs[period].totalCost) || 0} aria-hidden="true" />
              </summary>
              <p className="muted small">
                <Time iso={costs[period].period.start} /> to <Time iso={costs[period].period.end} />
              </p>
              <ul className="breakdown">
                {costs[period].breakdown.map(({ service, cost }) => (
                  <li key={service}>
                    <span>{service}</span>
                    <span className="amount">{amount(cost, costs[period].currency)}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function amount(decimal: string, currency: string) {
  return `${decimal} ${currency}`;
}
