import type { MockState } from "./aws/mock-state-store";

/** The state as JSON has it: a `Map` would come out empty. */
export function toJson(state: MockState) {
  return {
    ...state,
    faults: { ...state.faults, operationFailures: Object.fromEntries(state.faults.operationFailures) },
  };
}
