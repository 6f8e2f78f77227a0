import { getMockStateStore } from "mock-state-store";
import { awsClientConfig } from "mock-state-store/aws";
import { controlApi } from "mock-state-store/control";
import { mockRoutes } from "mock-state-store/next/routes";

export const runtime = "edge";

export async function GET() {
  return Response.json([getMockStateStore, awsClientConfig, controlApi, mockRoutes].map(codeOf));
}

function codeOf(call) {
  try {
    call();
    return null;
  } catch (error) {
    return error.code;
  }
}
