import { getMockStateStore } from "@/lib/observed-store";

export const dynamic = "force-dynamic";

let stopping: AbortSignal | undefined;

/** Aborted when the server is told to stop: it waits until all answers have ended. */
function whenStopping() {
  if (!stopping) {
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => controller.abort());
    stopping = controller.signal;
  }
  return stopping;
}

/** Tells of every change, whichever process makes it, as server-sent events with the revision. */
export function GET() {
  const signal = whenStopping();
  const changes = getMockStateStore().changes({ signal });
  const encoder = new TextEncoder();
  const events = new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(": watching\n\n"));
    },
    async pull(controller) {
      try {
        const { done, value } = await changes.next();
        if (!done) controller.enqueue(encoder.encode(`data: ${value.revision}\n\n`));
      } catch (error) {
        if (!signal.aborted) throw error;
        controller.close();
      }
    },
    async cancel() {
      await changes.return?.();
    },
  });
  return new Response(events, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}
