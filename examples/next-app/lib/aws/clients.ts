import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CostExplorerClient } from "@aws-sdk/client-cost-explorer";
import { EC2Client } from "@aws-sdk/client-ec2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SSMClient } from "@aws-sdk/client-ssm";

/* Region, credentials and endpoint are the environment's, wherever this runs. */

export const cloudFormation = new CloudFormationClient();
export const costExplorer = new CostExplorerClient();
export const ec2 = new EC2Client();
export const lambda = new LambdaClient();
export const ssm = new SSMClient();

/** Whether AWS has refused a call, and the code it gave. */
export function isAwsError(error: unknown, code?: string): error is Error {
  return error instanceof Error && "$metadata" in error && (code === undefined || error.name === code);
}
