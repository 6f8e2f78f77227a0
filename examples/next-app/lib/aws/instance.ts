import {
  DescribeInstancesCommand,
  type Instance,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { settings } from "../settings";
import { ec2 } from "./clients";

/** The states that an instance leaves by itself. */
const PASSING = ["pending", "stopping", "shutting-down"];

export async function describeInstance(): Promise<Instance> {
  const { instanceId } = settings;
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
  const instance = Reservations?.[0]?.Instances?.[0];
  if (!instance) throw new Error(`EC2 does not know the instance ${instanceId}.`);
  return instance;
}

export function stateOf(instance: Instance): string {
  return instance.State?.Name ?? "unknown";
}

export function isChanging(instance: Instance): boolean {
  return PASSING.includes(stateOf(instance));
}

/** Resolves to the state that the instance is in now. */
export async function startInstance(): Promise<string> {
  const { StartingInstances } = await ec2.send(new StartInstancesCommand({ InstanceIds: [settings.instanceId] }));
  return StartingInstances?.[0]?.CurrentState?.Name ?? "unknown";
}

/** Resolves to the state that the instance is in now. */
export async function stopInstance(): Promise<string> {
  const { StoppingInstances } = await ec2.send(new StopInstancesCommand({ InstanceIds: [settings.instanceId] }));
  return StoppingInstances?.[0]?.CurrentState?.Name ?? "unknown";
}
