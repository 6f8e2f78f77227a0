import { getMockStateStore } from "@/lib/aws/mock-state-store";

export const dynamic = "force-dynamic";

/** What a status page polls. */
export async function GET() {
  const store = getMockStateStore();
  const [instance, stack] = await Promise.all([store.getInstance(), store.getStackStatus()]);
  return Response.json({
    state: instance.state,
    publicIp: instance.publicIp ?? null,
    hasVolume: instance.hasVolume,
    stack: stack.status,
    lastUpdated: instance.lastUpdated,
  });
}
