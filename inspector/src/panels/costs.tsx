import type { MockCostData } from "../../../index.d.ts";
import { costs } from "../data/account.ts";
import { write } from "../data/api.ts";
import { day, money } from "../format.ts";
import { act } from "../ui/action.ts";
import { Card, Empty, Field, Form, Moment, Panel, Waiting } from "../ui/parts.tsx";

const PERIODS: [string, string][] = [
  ["current-month", "This month"],
  ["last-month", "Last month"],
  ["last-30-days", "Last 30 days"],
];

export function Costs() {
  const all = costs.use();
  if (all === undefined) return <Waiting for={costs} />;
  const largest = Math.max(...PERIODS.map(([period]) => Number(all[period]?.totalCost ?? 0)), 0);
  return (
    <Panel title="Cost Explorer" about="What GetCostAndUsage answers, by period.">
      <div class="grid">
        {PERIODS.map(([period, title]) => {
          const data = all[period];
          return data && <Period key={period} period={period} title={title} data={data} largest={largest} />;
        })}
      </div>
    </Panel>
  );
}

interface PeriodProps {
  period: string;
  title: string;
  data: MockCostData;
  /** The largest total of all periods, for all to have one scale. */
  largest: number;
}

function Period({ period, title, data, largest }: PeriodProps) {
  const { totalCost, currency, breakdown, fetchedAt } = data;
  const services = breakdown.filter(({ cost }) => Number(cost) !== 0);
  return (
    <Card title={title}>
      <p class="figure">{money(totalCost, currency)}</p>
      <p class="quiet">
        {day(data.period.start)} – {day(data.period.end)}
      </p>
      <table class="chart">
        <thead class="hidden">
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {services.map(({ service, cost }) => (
            <tr key={service}>
              <th scope="row">
                {service}
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="track" width="100" height="8" rx="1" />
                  <rect class="bar" width={largest === 0 ? 0 : (Number(cost) / largest) * 100} height="8" rx="1" />
                </svg>
              </th>
              <td class="number">{money(cost, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {services.length === 0 && <Empty>No service costs anything.</Empty>}
      <details>
        <summary>Change</summary>
        <CostForm period={period} data={data} />
      </details>
      <p class="quiet small">
        As of <Moment time={fetchedAt} />
      </p>
    </Card>
  );
}

function CostForm({ period, data }: { period: string; data: MockCostData }) {
  return (
    <Form
      label={`Change ${period}`}
      onSubmit={(fields) => {
        const breakdown = data.breakdown.map(({ service }, index) => {
          return { service, cost: (fields.number(String(index)) ?? 0).toFixed(2) };
        });
        const totalCost = breakdown.reduce((sum, { cost }) => sum + Number(cost), 0).toFixed(2);
        const changed = { ...data, breakdown, totalCost };
        return act("The costs were set", () => write("PATCH", "state", { costs: { [period]: changed } }));
      }}
    >
      {data.breakdown.map(({ service, cost }, index) => (
        <Field key={service} label={service}>
          <input key={cost} name={String(index)} type="number" step="0.01" min="0" defaultValue={cost} />
        </Field>
      ))}
      <div class="actions wide">
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </Form>
  );
}
