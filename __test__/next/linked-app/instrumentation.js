import { getMockStateStore } from "mock-state-store";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    globalThis.storeOfInstrumentation = getMockStateStore();
  }
}
