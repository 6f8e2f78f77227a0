import { getMockStateStore } from "@/lib/aws/mock-state-store";
import { toJson } from "@/lib/json-state";

export const dynamic = "force-dynamic";

/** The whole state. */
export async function GET() {
  return Response.json(toJson(await getMockStateStore().getState()));
}
