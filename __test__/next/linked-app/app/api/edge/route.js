import { getMockStateStore } from "mock-state-store";

export const runtime = "edge";

export async function GET() {
  try {
    getMockStateStore();
    return Response.json({ code: null });
  } catch (error) {
    return Response.json({ code: error.code });
  }
}
