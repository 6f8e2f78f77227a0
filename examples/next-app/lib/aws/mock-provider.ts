import { setTimeout as wait } from "node:timers/promises";
import { getMockStateStore, type MockStateStore } from "./mock-state-store";

/** The operations of AWS that this dashboard calls, and that faults can be injected into. */
export const OPERATIONS = [
  "StartInstances",
  "StopInstances",
  "PutParameter",
  "DeleteParameter",
  "CreateBackup",
  "DeleteBackup",
] as const;

export type Operation = (typeof OPERATIONS)[number];

/** An operation that failed as AWS would fail it. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
    this.name = "AwsError";
  }
}

/** Runs an operation after the injected latency, unless an injected fault makes it fail. */
export async function callAws<T>(operation: Operation, work: (store: MockStateStore) => Promise<T>): Promise<T> {
  const store = getMockStateStore();
  await wait(await store.getGlobalLatency());
  const fault = await store.takeOperationFailure(operation);
  if (fault) {
    throw new AwsError(fault.errorCode ?? "InternalFailure", fault.errorMessage ?? `${operation} failed.`);
  }
  return work(store);
}
