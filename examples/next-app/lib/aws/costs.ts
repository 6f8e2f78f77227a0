import { GetCostAndUsageCommand, type ResultByTime } from "@aws-sdk/client-cost-explorer";
import { costExplorer } from "./clients";

export interface Costs {
  label: string;
  /** First day, and the day after the last one, `YYYY-MM-DD`. */
  period: { start: string; end: string };
  total: number;
  currency: string;
  services: { name: string; cost: number }[];
}

/** What the account costs; each period is a request that AWS charges for. */
export function fetchCosts(): Promise<Costs[]> {
  const now = new Date();
  const [year, month, today] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return Promise.all([
    costsOf("This month", day(year, month, 1), day(year, month, today + 1)),
    costsOf("Last month", day(year, month - 1, 1), day(year, month, 1)),
    costsOf("Last 30 days", day(year, month, today - 30), day(year, month, today)),
  ]);
}

async function costsOf(label: string, start: string, end: string): Promise<Costs> {
  const { ResultsByTime = [] } = await costExplorer.send(
    new GetCostAndUsageCommand({
      TimePeriod: { Start: start, End: end },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
      GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
    }),
  );
  const services = [...sumByService(ResultsByTime)].map(([name, cost]) => ({ name, cost }));
  const total = services.reduce((sum, { cost }) => sum + cost, 0);
  const currency = ResultsByTime[0]?.Groups?.[0]?.Metrics?.UnblendedCost?.Unit ?? "USD";
  return { label, period: { start, end }, total, currency, services };
}

function sumByService(results: ResultByTime[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { Keys, Metrics } of results.flatMap(({ Groups }) => Groups ?? [])) {
    const service = Keys?.[0] ?? "other";
    sums.set(service, (sums.get(service) ?? 0) + Number(Metrics?.UnblendedCost?.Amount ?? 0));
  }
  return sums;
}

function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}
