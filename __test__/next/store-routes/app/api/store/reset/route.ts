import { getMockStateStore } from "@/lib/observed-store";

export const dynamic = "force-dynamic";

/** Restores the defaults, and answers them. */
export async function POST() {
  const store = getMockStateStore();
  await store.resetState();
  return Response.json(await store.getState());
}
