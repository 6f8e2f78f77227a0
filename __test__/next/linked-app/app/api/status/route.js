import { getMockStateStore } from "mock-state-store";

export const dynamic = "force-dynamic";

export async function GET() {
  const store = getMockStateStore();
  const { state } = await store.getInstance();
  return Response.json({ state, isStoreOfInstrumentation: store === globalThis.storeOfInstrumentation });
}
