import { InvokeCommand } from "@aws-sdk/client-lambda";
import { lambda } from "./clients";

/** What a function has answered, or what it has thrown. */
export interface Answer {
  ok: boolean;
  payload: string;
}

/** Calls a Lambda function with JSON. */
export async function invoke(functionName: string, payload: string): Promise<Answer> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: payload }));
  return { ok: answer.FunctionError === undefined, payload: answer.Payload?.transformToString() ?? "" };
}
