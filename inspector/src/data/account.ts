/* What the panels show of the account. */

import type {
  MockBackup,
  MockCloudFormationStack,
  MockCommandResponse,
  MockCostData,
  MockFaultRule,
  MockInstanceState,
  MockSentEmail,
  MockSSMCommand,
  MockStackEvent,
  MockVolume,
  OperationFailureConfig,
  ScenarioInfo,
  ScheduledChange,
  SnapshotInfo,
  TransitionDuration,
} from "../../../index.d.ts";
import { Resource } from "./resource.ts";

export interface Status {
  version: string;
  pid: number;
  file: string | null;
  accountId: string;
  region: string;
  revision: number;
  clock: Clock;
  scenario: { name: string; description: string; appliedAt: string } | null;
  instance: { instanceId: string; state: string; publicIp?: string };
  stack: { exists: boolean; status: string };
  counts: Record<string, number>;
}

export interface Clock {
  now: string;
  offsetMs: number;
  frozenAt?: string;
}

/** Every section that the counts are made of. */
const GLANCE = [
  "instance",
  "parameters",
  "commands",
  "backups",
  "cloudformation",
  "stacks",
  "functions",
  "emails",
  "faults",
  "instances",
  "volumes",
  "images",
  "clock",
  "scheduled",
  "scenario",
];

export const status = new Resource<Status>("status", GLANCE);
export const instance = new Resource<MockInstanceState>("instance", ["instance"]);
export const scheduled = new Resource<ScheduledChange[]>("scheduled", ["scheduled", "clock"]);
export const instances = new Resource<Record<string, MockInstanceState>>("areas/ec2Instance", ["instances"]);
export const volumes = new Resource<Record<string, MockVolume>>("areas/volume", ["volumes"]);
export const commands = new Resource<MockSSMCommand[]>("areas/command", ["commands"]);
export const commandResponses = new Resource<MockCommandResponse[] | null>("areas/commandResponses", ["commands"]);
export const stack = new Resource<MockCloudFormationStack>("areas/cloudformation", ["cloudformation"]);
export const stacks = new Resource<Record<string, MockCloudFormationStack>>("areas/stack", ["stacks"]);
export const stackEvents = new Resource<MockStackEvent[]>("areas/stackEvent", ["stacks"]);
export const backups = new Resource<MockBackup[]>("areas/backups", ["backups"]);
export const costs = new Resource<Record<string, MockCostData>>("areas/costs", ["costs"]);
export const emails = new Resource<MockSentEmail[]>("emails", ["emails"]);
export const faults = new Resource<MockFaultRule[]>("faults", ["faults"]);
export const failures = new Resource<Record<string, OperationFailureConfig>>("failures", ["faults"]);
export const latency = new Resource<{ ms: number }>("latency", ["faults"]);
export const scenarios = new Resource<ScenarioInfo[]>("scenarios", []);
export const scenario = new Resource<Status["scenario"]>("scenario", ["scenario"]);
export const clock = new Resource<Clock>("clock", ["clock"]);
export const transitions = new Resource<Record<string, TransitionDuration>>("transitions", ["transitions", "scenario"]);
export const snapshots = new Resource<SnapshotInfo[]>("snapshots", [], 700);
