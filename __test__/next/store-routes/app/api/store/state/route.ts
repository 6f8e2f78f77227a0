import { getMockStateStore } from "@/lib/observed-store";

export const dynamic = "force-dynamic";

/** The whole state. */
export async function GET() {
  return Response.json(await getMockStateStore().getState());
}
