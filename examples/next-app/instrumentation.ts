/** Runs once when the server starts: opens the state file, and leaves word of when that was. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { getMockStateStore } = await import("@/lib/aws/mock-state-store");
    await getMockStateStore().setParameter("/example/started-at", new Date().toISOString());
  }
}
