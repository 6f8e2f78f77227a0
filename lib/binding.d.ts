/** The functions of the native binding, as `src/binding/` exports them. */
export interface Binding {
  open(options: string, defaultPath: string | undefined, now: number): Opened;
  parameterValue(engine: Handle, name: unknown): string | null;
  catchUp(engine: Handle, since: number, part: number, name: unknown): string;
  save(engine: Handle): Promise<Failure | undefined>;
  saveSync(engine: Handle): void;
  saveAll(): void;
  mainRealm(): typeof globalThis;

  setInstance(engine: Handle, instance: string, now: number): void;
  updateInstanceState(engine: Handle, state: unknown, now: number): void;
  setPublicIp(engine: Handle, publicIp: unknown, now: number): void;
  setHasVolume(engine: Handle, hasVolume: unknown, now: number): void;
  setParameter(engine: Handle, name: unknown, value: unknown, type: unknown, now: number): void;
  deleteParameter(engine: Handle, name: unknown): void;
  addCommand(engine: Handle, commands: string, now: number): string;
  updateCommand(engine: Handle, commandId: unknown, updates: string): void;
  clearCommands(engine: Handle): void;
  addBackup(engine: Handle, backup: string): void;
  removeBackup(engine: Handle, name: unknown): void;
  clearBackups(engine: Handle): void;
  setCosts(engine: Handle, period: unknown, costs: string): void;
  setStackStatus(engine: Handle, stack: string): void;
  setGlobalLatency(engine: Handle, ms: unknown): void;
  setOperationFailure(engine: Handle, operation: unknown, config: string): void;
  clearOperationFailure(engine: Handle, operation: unknown): void;
  clearAllFailures(engine: Handle): void;
  putParameter(engine: Handle, name: unknown, value: unknown, type: unknown, overwrite: unknown, now: number): boolean;
  deleteParameterIfValue(engine: Handle, name: unknown, expected: unknown): boolean;
  takeOperationFailure(engine: Handle, operation: unknown): string | null;
  acquireLease(engine: Handle, name: unknown, options: string, now: number): [acquired: boolean, lease: string];
  renewLease(engine: Handle, name: unknown, fencingToken: unknown, options: string, now: number): string | null;
  releaseLease(engine: Handle, name: unknown, fencingToken: unknown, now: number): boolean;
  readsHold(engine: Handle, revision: number, reads: string): boolean;
  transact(engine: Handle, revision: number, reads: string, draft: string, now: number): boolean;
  pause(ms: number): Promise<void>;
  patchState(engine: Handle, state: string, now: number): void;
  resetState(engine: Handle, now: number): void;
}

/** An engine in native memory. */
export type Handle = { readonly __engine: unique symbol };

/** The code and the message of an error. */
export type Failure = [code: string, message: string];

export interface Opened {
  engine: Handle;
  /** Its revision, always current. */
  revision: Float64Array;
  /** How long after a change the file is saved; absent in memory. */
  debounceMs?: number;
  warnings: Failure[];
}
