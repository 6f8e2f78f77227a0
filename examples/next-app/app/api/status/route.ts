import { describeInstance, stateOf } from "@/lib/aws/instance";
import { describeStack } from "@/lib/aws/stack";

export const dynamic = "force-dynamic";

/** What a monitor polls. */
export async function GET() {
  const [instance, stack] = await Promise.all([describeInstance(), describeStack()]);
  return Response.json({
    state: stateOf(instance),
    publicIp: instance.PublicIpAddress ?? null,
    stack: stack?.StackStatus ?? null,
  });
}
