import type {
  AwsCommandStatus,
  BlockDeviceMapping,
  CommandResult,
  CostPeriod,
  LeaseAcquisition,
  LeaseRenewal,
  MockAddress,
  MockBackup,
  MockCall,
  MockClientToken,
  MockClock,
  MockCloudFormationStack,
  MockCommandResponse,
  MockCostData,
  MockFaultInjection,
  MockFaultRule,
  MockFunction,
  MockImage,
  MockInstanceState,
  MockLaunchOptions,
  MockLeases,
  MockNetworkTags,
  MockSenderIdentity,
  MockSentEmail,
  MockSSMCommand,
  MockSSMCommandRequest,
  MockSSMParameter,
  MockSSMParameterMetadata,
  MockStackEvent,
  MockStackResource,
  MockState,
  MockStateStoreErrorCode,
  MockVolume,
  MockVolumeSnapshot,
  OperationFailureConfig,
  ScheduledChange,
  Transition,
  TransitionDuration,
  Transitions,
} from "mock-state-store";
import {
  getMockStateStore,
  type MockStateStore,
  MockStateStoreError,
  resetMockStateStore,
  ServerState,
} from "mock-state-store";
import { describe, expectTypeOf, test } from "vitest";

type States = "running" | "stopped" | "hibernating" | "pending" | "stopping" | "terminated" | "unknown";

declare const store: MockStateStore;

describe("what a method resolves to", () => {
  test("is exact", () => {
    expectTypeOf(store.getInstance()).toEqualTypeOf<Promise<MockInstanceState>>();
    expectTypeOf(store.setInstance({})).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.updateInstanceState("running")).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getPublicIp()).toEqualTypeOf<Promise<string | undefined>>();
    expectTypeOf(store.setPublicIp("198.51.100.7")).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.hasVolume()).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.setHasVolume(true)).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getParameter("a")).toEqualTypeOf<Promise<string | null>>();
    expectTypeOf(store.setParameter("a", "b")).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.deleteParameter("a")).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.putParameter("a", "b")).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.putParameter("a", "b", undefined, false)).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.deleteParameterIfValue("a", "b")).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.getAllParameters()).toEqualTypeOf<Promise<Record<string, MockSSMParameter>>>();
    expectTypeOf(store.getCommands()).toEqualTypeOf<Promise<MockSSMCommand[]>>();
    expectTypeOf(store.addCommand(["true"])).toEqualTypeOf<Promise<string>>();
    expectTypeOf(store.updateCommand("a", {})).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.clearCommands()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getBackups()).toEqualTypeOf<Promise<MockBackup[]>>();
    expectTypeOf(store.removeBackup("a")).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.clearBackups()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getCosts("last-month")).toEqualTypeOf<Promise<MockCostData>>();
    expectTypeOf(store.getStackStatus()).toEqualTypeOf<Promise<MockCloudFormationStack>>();
    expectTypeOf(store.setStackStatus({})).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getGlobalLatency()).toEqualTypeOf<Promise<number>>();
    expectTypeOf(store.setGlobalLatency(5)).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getOperationFailure("a")).toEqualTypeOf<Promise<OperationFailureConfig | undefined>>();
    expectTypeOf(store.clearOperationFailure("a")).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.clearAllFailures()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.addFault({ action: "*", latencyMs: 5 })).toEqualTypeOf<Promise<string>>();
    expectTypeOf(store.removeFault("a")).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.getFaults()).toEqualTypeOf<Promise<MockFaultRule[]>>();
    expectTypeOf(store.clearFaults()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.takeOperationFailure("a")).toEqualTypeOf<Promise<OperationFailureConfig | undefined>>();
    expectTypeOf(store.acquireLease("a", { owner: "b", ttlMs: 1 })).toEqualTypeOf<Promise<LeaseAcquisition>>();
    expectTypeOf(store.renewLease("a", 1, { ttlMs: 1 })).toEqualTypeOf<Promise<LeaseRenewal>>();
    expectTypeOf(store.releaseLease("a", 1)).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.applyFaults("ec2:StartInstances")).toEqualTypeOf<Promise<void>>();
    const options = { resource: "i-1", signal: AbortSignal.abort() };
    expectTypeOf(store.applyFaults("ec2:StartInstances", options, async () => 1)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(store.transact(() => 1)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(store.transact(async (draft) => draft.instance)).toEqualTypeOf<Promise<MockInstanceState>>();
    expectTypeOf(store.getState()).toEqualTypeOf<Promise<MockState>>();
    expectTypeOf(store.patchState({})).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.resetState()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.persistNow()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.getTransitions()).toEqualTypeOf<Promise<Transitions>>();
    expectTypeOf(store.setTransitions({})).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.schedule(5, {})).toEqualTypeOf<Promise<string>>();
    expectTypeOf(store.cancel("a")).toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(store.scheduled()).toEqualTypeOf<Promise<ScheduledChange[]>>();
    expectTypeOf(store.calls()).toEqualTypeOf<Promise<MockCall[]>>();
    expectTypeOf(store.clearCalls()).toEqualTypeOf<Promise<void>>();
  });

  test("is exact for the clock, which tells the time at once", () => {
    expectTypeOf(store.clock).toEqualTypeOf<MockClock>();
    expectTypeOf(store.clock.now()).toEqualTypeOf<number>();
    expectTypeOf(store.clock.advance(5)).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.clock.set(new Date())).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.clock.set).parameter(0).toEqualTypeOf<number | string | Date>();
    expectTypeOf(store.clock.freeze()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(store.clock.resume()).toEqualTypeOf<Promise<void>>();
  });

  test("is a function, at once, that takes a handler back", () => {
    expectTypeOf(store.onInvoke("a", () => 1)).toEqualTypeOf<() => void>();
    expectTypeOf(store.onCommand(/a/, async () => ({ output: "b" }))).toEqualTypeOf<() => void>();
  });

  test("is nothing, at once, for the timers", () => {
    const timeout = setTimeout(() => {}, 1);
    expectTypeOf(store.registerTimeout(timeout)).toEqualTypeOf<void>();
    expectTypeOf(store.unregisterTimeout(timeout)).toEqualTypeOf<void>();
    expectTypeOf(store.clearAllTimeouts()).toEqualTypeOf<void>();
  });
});

describe("the shape of", () => {
  test("the instance", () => {
    expectTypeOf<MockInstanceState>().toEqualTypeOf<{
      instanceId: string;
      state: States;
      publicIp?: string;
      hasVolume: boolean;
      availabilityZone?: string;
      blockDeviceMappings?: BlockDeviceMapping[];
      imageId?: string;
      instanceType?: string;
      keyName?: string;
      launchTime?: string;
      privateIpAddress?: string;
      rootDeviceName?: string;
      tags?: Record<string, string>;
      awsState?: "shutting-down";
      reservationId?: string;
      launchIndex?: number;
      subnetId?: string;
      vpcId?: string;
      securityGroupIds?: string[];
      associatePublicIp?: boolean;
      clientToken?: string;
      hibernationConfigured?: boolean;
      disableApiTermination?: boolean;
      disableApiStop?: boolean;
      instanceInitiatedShutdownBehavior?: "stop" | "terminate";
      userData?: string;
      sourceDestCheck?: boolean;
      ebsOptimized?: boolean;
      enaSupport?: boolean;
      sriovNetSupport?: string;
      kernelId?: string;
      ramdiskId?: string;
      monitoring?: boolean;
      iamInstanceProfileArn?: string;
      enclaveEnabled?: boolean;
      tenancy?: string;
      placementGroupName?: string;
      launchOptions?: MockLaunchOptions;
      stateReason?: string;
      stateTransitionReason?: string;
      lastUpdated: string;
    }>();
    expectTypeOf<BlockDeviceMapping>().toEqualTypeOf<{
      deviceName: string;
      volumeId: string;
      status: "attaching" | "attached" | "detached" | "detaching";
      deleteOnTermination: boolean;
      attachTime?: string;
    }>();
  });

  test("parameters and commands", () => {
    expectTypeOf<MockSSMParameter>().toEqualTypeOf<{
      value: string;
      type: "String" | "SecureString" | "StringList";
      lastModified: string;
      metadata?: MockSSMParameterMetadata;
    }>();
    expectTypeOf<MockSSMCommand>().toEqualTypeOf<{
      commandId: string;
      commands: string[];
      status: "Pending" | "InProgress" | "Success" | "Failed";
      awsStatus?: AwsCommandStatus;
      output?: string;
      error?: string;
      createdAt: string;
      startedAt?: string;
      completedAt?: string;
      documentName?: string;
      instanceIds?: string[];
      comment?: string;
      executionTimeout?: number;
      timeoutSeconds?: number;
      outcome?: { status?: CommandResult["status"]; output?: string; error?: string };
      handled?: boolean;
      request?: MockSSMCommandRequest;
      cancelled?: Record<string, { status: AwsCommandStatus; completedAt?: string }>;
    }>();
  });

  test("backups, costs and stack", () => {
    expectTypeOf<MockBackup>().toEqualTypeOf<{ name: string; date: string; size: string }>();
    expectTypeOf<CostPeriod>().toEqualTypeOf<"current-month" | "last-month" | "last-30-days">();
    expectTypeOf<MockCostData>().toEqualTypeOf<{
      period: { start: string; end: string };
      totalCost: string;
      currency: string;
      breakdown: { service: string; cost: string }[];
      fetchedAt: string;
    }>();
    expectTypeOf<MockCloudFormationStack>().toEqualTypeOf<{
      exists: boolean;
      status: string;
      stackId: string;
      outputs?: Record<string, string>;
      description?: string;
      parameters?: Record<string, string>;
      noEcho?: string[];
      capabilities?: string[];
      tags?: Record<string, string>;
      template?: string;
      creationTime?: string;
      deletionTime?: string;
      clientRequestToken?: string;
      terminationProtection?: boolean;
      resources?: Record<string, MockStackResource>;
      lastUpdatedTime?: string;
      roleArn?: string;
      notificationArns?: string[];
      disableRollback?: boolean;
    }>();
    expectTypeOf<MockStackResource>().toEqualTypeOf<{
      type: string;
      physicalId?: string;
      status?: string;
      updatedAt?: string;
      isRemoved?: boolean;
    }>();
  });

  test("faults", () => {
    expectTypeOf<MockFaultInjection>().toEqualTypeOf<{
      globalLatencyMs: number;
      operationFailures: Map<string, OperationFailureConfig>;
      rules?: MockFaultRule[];
    }>();
    expectTypeOf<OperationFailureConfig>().toEqualTypeOf<{
      failNext: boolean;
      alwaysFail: boolean;
      errorCode?: string;
      errorMessage?: string;
    }>();
  });

  test("the whole state", () => {
    expectTypeOf<MockState>().toEqualTypeOf<{
      instance: MockInstanceState;
      ssm: {
        parameters: Record<string, MockSSMParameter>;
        parameterHistory?: Record<string, MockSSMParameter>;
        commands: MockSSMCommand[];
        commandResponses?: MockCommandResponse[];
      };
      backups: MockBackup[];
      costs: Record<CostPeriod, MockCostData>;
      cloudformation: MockCloudFormationStack;
      stacks?: Record<string, MockCloudFormationStack>;
      stackEvents?: MockStackEvent[];
      lambda?: { functions?: Record<string, MockFunction> };
      ses?: { sentEmails?: MockSentEmail[]; identities?: Record<string, MockSenderIdentity> };
      faults: MockFaultInjection;
      leases?: MockLeases;
      ec2?: {
        instances?: Record<string, MockInstanceState>;
        volumes?: Record<string, MockVolume>;
        images?: Record<string, MockImage>;
        addresses?: Record<string, MockAddress>;
        networkTags?: Record<string, MockNetworkTags>;
        snapshots?: Record<string, MockVolumeSnapshot>;
        clientTokens?: Record<string, MockClientToken>;
      };
      random?: { seed: number; position: number };
      clock?: { offsetMs: number; frozenAt?: string };
      transitions?: { [T in Transition | "*"]?: TransitionDuration };
      scheduled?: Record<string, Omit<ScheduledChange, "id">>;
      scenario?: {
        name: string;
        description: string;
        appliedAt: string;
        transitionsBefore?: { [T in Transition | "*"]?: TransitionDuration };
      };
      pendingTimeouts: NodeJS.Timeout[];
    }>();
  });
});

describe("the rest of the module", () => {
  test("has the states as a type and as an object of literals", () => {
    expectTypeOf<ServerState>().toEqualTypeOf<States>();
    expectTypeOf(ServerState.Running).toEqualTypeOf<"running">();
    expectTypeOf(ServerState).toEqualTypeOf<{
      readonly Running: "running";
      readonly Stopped: "stopped";
      readonly Hibernating: "hibernating";
      readonly Pending: "pending";
      readonly Stopping: "stopping";
      readonly Terminated: "terminated";
      readonly Unknown: "unknown";
    }>();
  });

  test("has the one store", () => {
    expectTypeOf(getMockStateStore).returns.toEqualTypeOf<MockStateStore>();
    expectTypeOf(resetMockStateStore).returns.toEqualTypeOf<void>();
    expectTypeOf(resetMockStateStore).parameters.toEqualTypeOf<[]>();
  });

  test("has errors with a code", () => {
    expectTypeOf<MockStateStoreError>().toExtend<Error>();
    expectTypeOf<MockStateStoreError["code"]>().toEqualTypeOf<MockStateStoreErrorCode>();
    // @ts-expect-error: nobody but the store makes one
    new MockStateStoreError("message");
  });

  test("has no any", () => {
    expectTypeOf<MockStateStore[keyof MockStateStore]>().not.toBeAny();
    expectTypeOf<MockState[keyof MockState]>().not.toBeAny();
    expectTypeOf(store.getState).returns.resolves.not.toBeAny();
  });
});
