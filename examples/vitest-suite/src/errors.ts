import { EC2ServiceException } from "@aws-sdk/client-ec2";
import { SSMServiceException } from "@aws-sdk/client-ssm";

/** The code of AWS's error, or the name of any other. */
export function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

/** Whether the call was refused for coming too fast: it has had no effect. */
export function isThrottled(error: unknown): boolean {
  return ["ThrottlingException", "RequestLimitExceeded"].includes(nameOf(error) ?? "");
}

/**
 * Whether nobody can tell if the call has had an effect: AWS has failed while it worked on it, or its answer was lost.
 */
export function outcomeIsUnknown(error: unknown): boolean {
  const answered = error instanceof EC2ServiceException || error instanceof SSMServiceException;
  return !answered || (error.$metadata.httpStatusCode ?? 500) >= 500;
}
