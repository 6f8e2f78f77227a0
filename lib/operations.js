"use strict";

/** The numbers of the operations, as `src/binding/operations.rs` knows them. */
const Operation = Object.freeze({
  setInstance: 0,
  updateInstanceState: 1,
  setPublicIp: 2,
  setHasVolume: 3,
  setParameter: 4,
  deleteParameter: 5,
  putParameter: 6,
  deleteParameterIfValue: 7,
  addCommand: 8,
  updateCommand: 9,
  clearCommands: 10,
  addBackup: 11,
  removeBackup: 12,
  clearBackups: 13,
  setCosts: 14,
  setStackStatus: 15,
  setGlobalLatency: 16,
  setOperationFailure: 17,
  clearOperationFailure: 18,
  takeOperationFailure: 19,
  clearAllFailures: 20,
  acquireLease: 21,
  renewLease: 22,
  releaseLease: 23,
  patchState: 24,
  resetState: 25,
  transact: 26,
  readsHold: 27,
  parameterValue: 28,
  catchUp: 29,
  followReplica: 30,
  followParameters: 31,
});

module.exports = { Operation };
