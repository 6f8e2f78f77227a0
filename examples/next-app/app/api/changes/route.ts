import { getMockStateStore } from "@/lib/aws/mock-state-store";

export const dynamic = "force-dynamic";

/** Tells of every change, whichever process makes it, as server-sent events with the revision. */
export function GET() {
  const changes = getMockStateStore().changes();
  const encoder = new TextEncoder();
  const events = new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(": watching\n\n"));
    },
    async pull(controller) {
      const { done, value } = await changes.next();
      if (!done) controller.enqueue(encoder.encode(`data: ${value.revision}\n\n`));
    },
    async cancel() {
      await changes.return?.();
    },
  });
  return new Response(events, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}
