import { DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { settings } from "../settings";
import { cloudFormation, isAwsError } from "./clients";

/** The stack that the server is deployed by, or `undefined` where there is none. */
export async function describeStack(): Promise<Stack | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: settings.stackName }));
    return Stacks?.[0];
  } catch (error) {
    if (isAwsError(error, "ValidationError") && error.message.includes("does not exist")) return undefined;
    throw error;
  }
}

export function isChanging(stack: Stack): boolean {
  return stack.StackStatus?.endsWith("_IN_PROGRESS") ?? false;
}
