import type {
  BlockDeviceMapping,
  MockCloudFormationStack,
  MockCostData,
  MockInstanceState,
  MockSSMCommand,
  MockState,
  MockStatePatch,
  Scenario,
  ScenarioInfo,
} from "mock-state-store";
import { MockStateStore, ServerState } from "mock-state-store";
import { describe, expectTypeOf, test } from "vitest";

declare const store: MockStateStore;
declare const state: MockState;
declare const mapping: BlockDeviceMapping;
declare const costs: MockCostData;
declare const command: MockSSMCommand;
declare const unknownText: string;
declare const some: ServerState;

describe("a partial", () => {
  test("of the instance lets every field be absent, and the optional ones be removed", () => {
    store.setInstance({});
    store.setInstance({ state: "running", publicIp: "198.51.100.7" });
    store.setInstance({ publicIp: undefined, availabilityZone: null, blockDeviceMappings: undefined });
    store.setInstance({ instanceId: undefined, state: undefined, hasVolume: undefined });
    // @ts-expect-error: required, so that null is no value
    store.setInstance({ instanceId: null });
    // @ts-expect-error: required, so that null is no value
    store.setInstance({ state: null });
    // @ts-expect-error: not a state
    store.setInstance({ state: "flying" });
    // @ts-expect-error: not any text is a state
    store.setInstance({ state: unknownText });
    // @ts-expect-error: not a flag
    store.setInstance({ hasVolume: "true" });
    // @ts-expect-error: misspelt
    store.setInstance({ publicIP: "198.51.100.7" });
    store.setInstance({ blockDeviceMappings: [mapping] });
    // @ts-expect-error: not a status of an attachment
    store.setInstance({ blockDeviceMappings: [{ ...mapping, status: "lost" }] });
    // @ts-expect-error: incomplete
    store.setInstance({ blockDeviceMappings: [{ deviceName: "d" }] });
  });

  test("of the stack lets every field be absent", () => {
    store.setStackStatus({});
    store.setStackStatus({ exists: false, status: undefined });
    // @ts-expect-error: required, so that null is no value
    store.setStackStatus({ status: null });
    // @ts-expect-error: misspelt
    store.setStackStatus({ stackID: "arn" });
  });

  test("of a command has what can be updated and no more", () => {
    store.updateCommand("a", { status: "Success", output: "o", error: null, completedAt: undefined });
    // @ts-expect-error: not a status
    store.updateCommand("a", { status: "Done" });
    // @ts-expect-error: not to be updated
    store.updateCommand("a", { commandId: "b" });
    // @ts-expect-error: required, so that null is no value
    store.updateCommand("a", { status: null });
  });
});

describe("a whole", () => {
  test("backup is complete", () => {
    store.addBackup({ name: "n", date: "2026-01-01", size: "1 GB" });
    // @ts-expect-error: no size
    store.addBackup({ name: "n", date: "2026-01-01" });
    // @ts-expect-error: a Date is not its text
    store.addBackup({ name: "n", date: new Date(), size: "1 GB" });
  });

  test("cost record is complete", () => {
    store.setCosts("last-month", costs);
    // @ts-expect-error: no such period
    store.setCosts("next-month", costs);
    // @ts-expect-error: no such period
    store.getCosts("next-month");
    // @ts-expect-error: incomplete
    store.setCosts("last-month", { totalCost: "1.00" });
    // @ts-expect-error: an amount is a text
    store.setCosts("last-month", { ...costs, totalCost: 1 });
  });

  test("failure is complete", () => {
    store.setOperationFailure("a", { failNext: true, alwaysFail: false });
    store.setOperationFailure("a", { failNext: true, alwaysFail: false, errorCode: "Throttling", errorMessage: "m" });
    // @ts-expect-error: incomplete
    store.setOperationFailure("a", { failNext: true });
  });

  test("is a rule", () => {
    store.addFault({ id: "a", name: "A", action: ["ec2:*", "ssm:Get?"], resource: ["i-*"], error: "throttling" });
    store.addFault({ action: "*", error: "MyCode", probability: 0.5, skip: 1, every: 2, times: 3 });
    store.addFault({
      action: "*",
      error: { code: "A", message: "b", statusCode: 500 },
      from: "2026-01-30",
      after: true,
    });
    store.addFault({ action: "*", latencyMs: { distribution: "lognormal", median: 5, sigma: 1 } });
    store.addFault({ action: "*", throttle: { ratePerSecond: 5, burst: 10 }, connection: "timeout", afterMs: 5 });
    // @ts-expect-error: no action
    store.addFault({ error: "throttling" });
    // @ts-expect-error: misspelt
    store.addFault({ action: "*", error: "throttling", probabilty: 0.5 });
    // @ts-expect-error: not of that distribution
    store.addFault({ action: "*", latencyMs: { distribution: "uniform", min: 5, sigma: 1 } });
    // @ts-expect-error: no such connection
    store.addFault({ action: "*", connection: "slow" });
  });
});

describe("a plain argument", () => {
  test("is of its type", () => {
    store.setParameter("a", "b", "SecureString");
    store.setParameter("a", "b,c", "StringList");
    store.setParameter("a", "b", undefined);
    store.setPublicIp(undefined);
    store.setPublicIp(null);
    store.addCommand(["true"] as const);
    // @ts-expect-error: no such type
    store.setParameter("a", "b", "Binary");
    // @ts-expect-error: not a text
    store.setParameter("a", 5);
    // @ts-expect-error: no value
    store.setParameter("a");
    // @ts-expect-error: not a list
    store.addCommand("true");
    // @ts-expect-error: not a list of texts
    store.addCommand([1]);
    // @ts-expect-error: not a flag
    store.setHasVolume("true");
    // @ts-expect-error: not a number
    store.setGlobalLatency("5");
    // @ts-expect-error: not a state
    store.updateInstanceState("flying");
    // @ts-expect-error: not any text is a state
    store.updateInstanceState(unknownText);
    // @ts-expect-error: no state
    store.updateInstanceState();
    // @ts-expect-error: not a timer
    store.registerTimeout("soon");
  });

  test("may be a state of the module's", () => {
    store.updateInstanceState(ServerState.Running);
    store.updateInstanceState("running");
    store.updateInstanceState(some);
    store.setInstance({ state: ServerState.Stopped });
    store.setInstance({ state: some });
  });
});

describe("what code written for the original passes", () => {
  test("is accepted", () => {
    const commands: Partial<MockSSMCommand> = { status: "Success" };
    store.updateCommand("a", commands);
    const instance: Partial<MockInstanceState> = { state: "running" };
    store.setInstance(instance);
    const stack: Partial<MockCloudFormationStack> = { exists: false };
    store.setStackStatus(stack);
    const part: Partial<MockState> = { backups: [] };
    store.patchState(part);
  });
});

describe("a patch", () => {
  test("may be a whole state", () => {
    store.patchState(state);
    expectTypeOf<MockState>().toExtend<MockStatePatch>();
  });

  test("may be any part of one", () => {
    store.patchState({});
    store.patchState({ instance: { state: "running" }, cloudformation: { exists: false } });
    store.patchState({ ssm: { parameters: { a: { value: "1", type: "String", lastModified: "now" }, b: null } } });
    store.patchState({ ssm: { commands: [command] }, backups: [] });
    store.patchState({ costs: { "last-month": costs } });
    store.patchState({ faults: { globalLatencyMs: 5, operationFailures: new Map() } });
    store.patchState({ faults: { operationFailures: { a: { failNext: true, alwaysFail: false } } } });
    store.patchState({
      faults: {
        rules: [
          { action: "*", latencyMs: 5 },
          { id: "a", action: "*", error: "A", hits: 3 },
        ],
      },
    });
    store.patchState({ faults: { rules: null } });
    store.patchState({ instance: undefined, backups: undefined });
  });

  test("is exact", () => {
    // @ts-expect-error: not a state
    store.patchState({ instance: { state: "flying" } });
    // @ts-expect-error: misspelt
    store.patchState({ backup: [] });
    // @ts-expect-error: incomplete
    store.patchState({ ssm: { parameters: { a: { value: "1" } } } });
    // @ts-expect-error: no such period
    store.patchState({ costs: { "next-month": costs } });
    // @ts-expect-error: a part is not removed
    store.patchState({ backups: null });
    // @ts-expect-error: not a number
    store.patchState({ faults: { globalLatencyMs: "5" } });
    // @ts-expect-error: incomplete
    store.patchState({ faults: { operationFailures: { a: { failNext: true } } } });
    // @ts-expect-error: no action
    store.patchState({ faults: { rules: [{ latencyMs: 5 }] } });
  });

  test("may be readonly throughout", () => {
    const patch = { backups: [{ name: "n", date: "d", size: "s" }], ssm: { commands: [] } } as const;
    store.patchState(patch);
  });
});

describe("what is read-only", () => {
  const mapping = { deviceName: "/dev/sdb", volumeId: "vol-1", status: "attached", deleteOnTermination: true } as const;
  const costs = {
    period: { start: "", end: "" },
    totalCost: "1.00",
    currency: "USD",
    breakdown: [{ service: "Amazon EC2", cost: "1.00" }],
    fetchedAt: "",
  } as const;

  test("is accepted as an argument", () => {
    store.setInstance({ blockDeviceMappings: [mapping] as const });
    store.setCosts("last-month", costs);
    store.patchState({ costs: { "last-month": costs } } as const);
    new MockStateStore({ initialState: { instance: { blockDeviceMappings: [mapping] } } } as const);
  });
});

describe("updateInstanceState", () => {
  test("takes what a replacement of it takes", () => {
    expectTypeOf<Parameters<MockStateStore["updateInstanceState"]>[0]>().toEqualTypeOf<ServerState>();
    const fake: Pick<MockStateStore, "updateInstanceState"> = { updateInstanceState: async (_: ServerState) => {} };
    fake.updateInstanceState(JSON.parse('"running"'));
  });
});

describe("what is scheduled", () => {
  test("is a patch of the state", () => {
    store.schedule(5, { instance: { state: "running", publicIp: null }, faults: { operationFailures: new Map() } });
    // @ts-expect-error: not a state
    store.schedule(5, { instance: { state: "flying" } });
    // @ts-expect-error: not a number
    store.schedule("5", {});
    // @ts-expect-error: no patch
    store.schedule(5);
  });
});

describe("a scenario", () => {
  const lunch: Scenario = {
    name: "lunch",
    description: "Nobody plays.",
    state: { instance: { state: "pending" }, ssm: { parameters: { a: { value: "1" }, b: null } } },
    faults: [{ action: "ssm:*", error: "throttling" }],
    transitions: { "*": "manual" },
    timeline: [{ atMs: 5, state: { instance: { publicIp: null } }, faults: [] }, { atMs: 6 }],
  };

  test("is applied as it is or by its name, and can be an option", () => {
    store.applyScenario(lunch);
    store.applyScenario("lunch");
    new MockStateStore({ scenarios: [lunch] });
    new MockStateStore({ scenarios: "scenarios" });
    // @ts-expect-error: no scenario
    store.applyScenario(5);
    // @ts-expect-error: no list
    new MockStateStore({ scenarios: lunch });
  });

  test("has a name, a description and known keys", () => {
    // @ts-expect-error: no description
    store.applyScenario({ name: "lunch" });
    // @ts-expect-error: misspelt
    store.applyScenario({ ...lunch, sate: {} });
    // @ts-expect-error: not a state
    store.applyScenario({ ...lunch, state: { instance: { state: "flying" } } });
    // @ts-expect-error: no time
    store.applyScenario({ ...lunch, timeline: [{ state: {} }] });
  });

  test("is told by its name, what it is and when it was applied", () => {
    expectTypeOf(store.listScenarios()).resolves.toEqualTypeOf<ScenarioInfo[]>();
    expectTypeOf(store.currentScenario()).resolves.toEqualTypeOf<
      { name: string; description: string; appliedAt: string } | undefined
    >();
  });
});
