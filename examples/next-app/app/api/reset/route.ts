import { getMockStateStore } from "@/lib/aws/mock-state-store";
import { toJson } from "@/lib/json-state";

export const dynamic = "force-dynamic";

/** Restores the defaults, and answers them. */
export async function POST() {
  const store = getMockStateStore();
  await store.resetState();
  return Response.json(toJson(await store.getState()));
}
