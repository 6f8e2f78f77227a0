import { getMockStateStore } from "mock-state-store";
import { awsClientConfig } from "mock-state-store/aws";

export const dynamic = "force-dynamic";

const identity = {
  method: "POST",
  path: "/",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

export async function GET() {
  const store = getMockStateStore();
  const { state } = await store.getInstance();
  const { response } = await awsClientConfig().requestHandler.handle(identity);
  const isStoreOfInstrumentation = store === globalThis.storeOfInstrumentation;
  return Response.json({ state, isStoreOfInstrumentation, statusOfAws: response.statusCode });
}
