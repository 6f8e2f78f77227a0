/** The functions of the native binding, as `src/binding/` exports them. */
export interface Binding extends Bound {
  open(
    options: string,
    defaultPath: string | undefined,
    now: number,
    listener: (warning: [code: string, message: string]) => void,
  ): Made;
  beginOpening(file: Wanted, leastMs: number, done: () => void): void;
  awaitOpening(file: Wanted): PromiseLike<Settled<void>>;
  takeOpened(file: Wanted): Settled<Opened>;
  glimpse(file: Wanted): string;
  giveUp(file: Wanted): void;
  parameterValue(engine: Handle, name: unknown): string | null;
  catchUp(engine: Handle, since: number, part: number, name: unknown): string;
  save(engine: Handle, isLazy: boolean): PromiseLike<Settled<void>>;
  sync(engine: Handle): PromiseLike<Settled<void>>;
  close(engine: Handle): PromiseLike<Settled<void>>;
  saveSync(engine: Handle): void | PromiseLike<Settled<void>>;
  settle(engine: Handle): PromiseLike<Settled<void>>;
  saveAll(): void;
  mainRealm(): typeof globalThis;

  revision(engine: Handle): number;
  sections(names: string): number;
  nextChange(engine: Handle, since: number, sections: number): string;
  watch(engine: Handle, wake: () => void): Watch;
  unwatch(watch: Watch): void;

  readsHold(engine: Handle, revision: number, reads: string): boolean;
  pause(ms: number): PromiseLike<Settled<void>>;
}

/** The operations that change the state. */
export interface Operations {
  setInstance(instance: string, now: number): void;
  updateInstanceState(state: unknown, now: number): void;
  setPublicIp(publicIp: unknown, now: number): void;
  setHasVolume(hasVolume: unknown, now: number): void;
  setParameter(name: unknown, value: unknown, type: unknown, now: number): void;
  deleteParameter(name: unknown): void;
  addCommand(commands: string, now: number): string;
  updateCommand(commandId: unknown, updates: string): void;
  clearCommands(): void;
  addBackup(backup: string): void;
  removeBackup(name: unknown): void;
  clearBackups(): void;
  setCosts(period: unknown, costs: string): void;
  setStackStatus(stack: string): void;
  setGlobalLatency(ms: unknown): void;
  setOperationFailure(operation: unknown, config: string): void;
  clearOperationFailure(operation: unknown): void;
  clearAllFailures(): void;
  putParameter(name: unknown, value: unknown, type: unknown, overwrite: unknown, now: number): boolean;
  deleteParameterIfValue(name: unknown, expected: unknown): boolean;
  takeOperationFailure(operation: unknown): string | null;
  acquireLease(name: unknown, options: string, now: number): string;
  renewLease(name: unknown, fencingToken: unknown, options: string, now: number): string | null;
  releaseLease(name: unknown, fencingToken: unknown, now: number): boolean;
  transact(revision: number, reads: string, draft: string, now: number): boolean;
  patchState(state: string, now: number): void;
  resetState(now: number): void;
}

/** An engine in native memory. */
export type Handle = { readonly __engine: unique symbol };

/** The operations as the binding exports them: they may have to wait for another process. */
type Bound = {
  [Name in keyof Operations]: (
    engine: Handle,
    ...args: Parameters<Operations[Name]>
  ) => ReturnType<Operations[Name]> | PromiseLike<Settled<ReturnType<Operations[Name]>>>;
};

/** An outcome: the value, or the code and the message of an error. */
export type Settled<T> = [value: T] | [value: undefined, code: string, message: string];

/** A watch of an engine, in native memory. */
export type Watch = { readonly __watch: unique symbol };

/** The code and the message of an error. */
export type Failure = [code: string, message: string];

/** A file that is to be opened, in native memory. */
export type Wanted = { readonly __wanted: unique symbol };

/** What has become of the wish for an engine. */
export interface Made {
  /** The engine, unless somebody is to be waited for before its file can be opened. */
  opened?: Opened;
  /** The file that is to be opened then. */
  opening?: Wanted;
  /** How long after a change the file is saved; absent in memory. */
  debounceMs?: number;
  /** Whether a change is to survive the loss of power. */
  isPower: boolean;
  warnings: Failure[];
}

export interface Opened {
  engine: Handle;
  /** Its revision, always current. */
  revision: Float64Array;
  warnings: Failure[];
  /** Of one that was opened later: the revision it was opened at, and what the file looked like then. */
  foundAt?: number;
  glimpse?: string;
}
