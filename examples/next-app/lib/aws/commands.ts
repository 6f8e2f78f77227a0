import { GetCommandInvocationCommand, SendCommandCommand } from "@aws-sdk/client-ssm";
import { settings } from "../settings";
import { isAwsError, ssm } from "./clients";

/** A command on the server, and how far it is. */
export interface Command {
  id: string;
  status: string;
  output: string;
  error: string;
}

const UNDER_WAY = ["Pending", "InProgress", "Delayed", "Cancelling"];

/** Has the server run shell lines, and resolves to the command's id. */
export async function sendCommand(lines: string[]): Promise<string> {
  const { Command } = await ssm.send(
    new SendCommandCommand({
      DocumentName: "AWS-RunShellScript",
      InstanceIds: [settings.instanceId],
      Parameters: { commands: lines },
    }),
  );
  if (!Command?.CommandId) throw new Error("SSM has answered without the id of the command.");
  return Command.CommandId;
}

export async function getCommand(id: string): Promise<Command> {
  try {
    const invocation = await ssm.send(
      new GetCommandInvocationCommand({ CommandId: id, InstanceId: settings.instanceId }),
    );
    return {
      id,
      status: invocation.Status ?? "Pending",
      output: invocation.StandardOutputContent ?? "",
      error: invocation.StandardErrorContent ?? "",
    };
  } catch (error) {
    // For a moment after SendCommand, AWS does not know it.
    if (isAwsError(error, "InvocationDoesNotExist")) return { id, status: "Unknown", output: "", error: "" };
    throw error;
  }
}

export function isUnderWay(command: Command): boolean {
  return UNDER_WAY.includes(command.status);
}
