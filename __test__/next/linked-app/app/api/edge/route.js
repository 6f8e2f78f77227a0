import { getMockStateStore } from "mock-state-store";
import { awsClientConfig } from "mock-state-store/aws";

export const runtime = "edge";

export async function GET() {
  return Response.json([getMockStateStore, awsClientConfig].map(codeOf));
}

function codeOf(call) {
  try {
    call();
    return null;
  } catch (error) {
    return error.code;
  }
}
