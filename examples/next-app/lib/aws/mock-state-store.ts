/** What every other file imports: the project's own store was here, and the package takes its place. */
export type {
  BlockDeviceMapping,
  CostPeriod,
  MockBackup,
  MockCloudFormationStack,
  MockCostData,
  MockFaultInjection,
  MockInstanceState,
  MockSSMCommand,
  MockSSMParameter,
  MockState,
  MockStateStoreErrorCode,
  MockStateStoreOptions,
  OperationFailureConfig,
} from "mock-state-store";
export {
  getMockStateStore,
  MockStateStore,
  MockStateStoreError,
  resetMockStateStore,
  ServerState,
} from "mock-state-store";
