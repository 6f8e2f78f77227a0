import { getMockStateStore, MockStateStoreError } from "@/lib/observed-store";

export const dynamic = "force-dynamic";

/** Lays a part of the state over the state, and answers the whole. */
export async function POST(request: Request) {
  const store = getMockStateStore();
  try {
    await store.patchState(await request.json());
  } catch (error) {
    if (error instanceof SyntaxError) {
      return badRequest("ERR_INVALID_JSON", `The body is not JSON: ${error.message}`);
    }
    if (error instanceof MockStateStoreError) {
      return badRequest(error.code, error.message);
    }
    throw error;
  }
  return Response.json(await store.getState());
}

function badRequest(code: string, message: string) {
  return Response.json({ error: { code, message } }, { status: 400 });
}
