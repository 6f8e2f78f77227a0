/** The code of AWS's error, or the name of any other. */
export function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

/** Whether the call was refused for coming too fast: it has had no effect. */
export function isThrottled(error: unknown): boolean {
  return ["ThrottlingException", "RequestLimitExceeded"].includes(nameOf(error) ?? "");
}

/** Whether AWS has failed while it worked on the call, or its answer was lost: nobody can tell if it had an effect. */
export function outcomeIsUnknown(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined ? isFromSdk(error) : status >= 500 && !isThrottled(error);
}

/** Whether the same call may succeed later. */
export function isTransient(error: unknown): boolean {
  return isThrottled(error) || outcomeIsUnknown(error);
}

/** The HTTP status that AWS has answered with, if it has. */
function statusOf(error: unknown): number | undefined {
  return isFromSdk(error) ? error.$metadata.httpStatusCode : undefined;
}

/** Whether a call of the SDK has failed, and not the code around it. */
function isFromSdk(error: unknown): error is Error & { $metadata: { httpStatusCode?: number } } {
  return error instanceof Error && "$metadata" in error;
}
