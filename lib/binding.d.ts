/** The functions of the native binding, as `src/binding/` exports them. Arguments are text, see `argument.js`. */
export interface Binding {
  areas(): string;
  transitions(): string;
  open(
    options: string,
    defaultPath: string | undefined,
    now: number,
    listener: (warning: [code: string, message: string]) => void,
  ): Made;
  /** Without options, with those of the other store. */
  fork(store: number, now: number, options: string | undefined): Made;
  beginOpening(file: Wanted, leastMs: number, done: () => void): void;
  awaitOpening(file: Wanted): PromiseLike<Settled<void>>;
  takeOpened(file: Wanted): Settled<Opened>;
  fingerprint(file: Wanted): string;
  abandon(file: Wanted): void;
  save(store: number, isBackground: boolean): PromiseLike<Settled<void>>;
  saveSync(store: number): undefined | PromiseLike<Settled<void>>;
  sync(store: number): PromiseLike<Settled<void>>;
  settleStore(store: number, now: number): PromiseLike<Settled<void>>;
  close(store: number): PromiseLike<Settled<void>>;
  saveAll(): void;
  mainRealm(): typeof globalThis;
  pause(ms: number): PromiseLike<Settled<void>>;

  changes(store: number, now: number, since: number, area: number, name: string | undefined): string;
  revisionOf(store: number, now: number): number;
  readsHold(store: number, now: number, since: number, reads: string): boolean;
  sections(names: string): number;
  nextEvent(store: number, now: number, since: number, sections: number): string;
  mergedEvent(store: number, now: number, since: number, sections: number): string;
  watch(store: number, wake: () => void): Watch;
  unwatch(watch: Watch): void;

  setInstance: Call;
  updateInstanceState: Call;
  setPublicIp: Call;
  setHasVolume: Call;
  setParameter: Call;
  putParameter: Call;
  deleteParameter: Call;
  deleteParameterIfValue: Call;
  addCommand: Call;
  updateCommand: Call;
  clearCommands: Call;
  addBackup: Call;
  removeBackup: Call;
  clearBackups: Call;
  setCosts: Call;
  setStackStatus: Call;
  setGlobalLatency: Call;
  setOperationFailure: Call;
  clearOperationFailure: Call;
  takeOperationFailure: Call;
  clearAllFailures: Call;
  /** Answers the JSON of the id and of what is doubtful: `[string, string[]]`. */
  addFault: Call;
  removeFault: Call;
  clearFaults: Call;
  /** Answers the JSON of a request id, a decision, and a doubt: `[string, FaultDecision, string | null]`. */
  applyFaults: Call;
  acquireLease: Call;
  renewLease: Call;
  releaseLease: Call;
  patchState: Call;
  resetState: Call;
  transact: Call;
  advanceClock: Call;
  setClock: Call;
  freezeClock: Call;
  resumeClock: Call;
  setTransitions: Call;
  applySettings: Call;
  schedule: Call;
  cancel: Call;
  completeCommand: Call;
  builtInScenarios(): string;
  checkScenario(store: number, now: number, scenario: string): string[];
  /** Answers what is doubtful about its rules, as JSON: `string[]`. */
  applyScenario: Call;

  snapshot: Call;
  restore: Call;
  deleteSnapshot: Call;
  listSnapshots: Call;
  diff: Call;

  awsCall: Call;
  calls(store: number): string;
  clearCalls: Call;
}

/** Changes the state, and answers at once, or where another process has to be waited for, a promise of a `Settled`. */
export type Call = (store: number, now: number, ...args: Argument[]) => unknown;

/** Text, see `argument.js`, or a number or bytes that native code takes as they are. */
export type Argument = string | number | Uint8Array | undefined;

/**
 * What is to be done for a call of AWS: to answer it, which is `status` or `connection`, once `waitMs` has passed where that
 * is given too; or else to wait or to ask, and to call again with `decided`.
 */
export interface AwsStep {
  status?: number;
  /** Names and values in turn. */
  headers?: string[];
  body?: Uint8Array | string;
  /** What happens to the connection instead of an answer. */
  connection?: BrokenConnection;
  /** How many milliseconds later that happens; at once by default, but `"timeout"` never. */
  afterMs?: number;
  waitMs?: number;
  /** The JSON of an `AwsQuestion`. */
  question?: string;
  /** The JSON of an `AwsCommand`: what a handler of `onCommand` that was asked is to run, whatever the caller gets. */
  command?: string;
  /** What to hand back as `decided` in the progress. */
  decided?: string;
}

export type BrokenConnection = "reset" | "timeout" | "empty" | "malformed";

/** A command that was started. */
export interface AwsCommand {
  commandId: string;
  instanceId: string;
}

/** What the faults of the account do to a call. */
export interface FaultDecision {
  /** How long it waits before its change, and after it. */
  beforeMs: number;
  afterMs: number;
  /** What it is answered instead. */
  instead?:
    | { error: { code: string; message: string; statusCode: number } }
    | { connection: BrokenConnection; afterMs?: number };
  /** True if its change is made all the same, before what it is answered instead. */
  isAfter: boolean;
  /** The fault that decided, or those that only delay it. */
  fault?: string;
}

/** What the application's own code is asked. */
export type AwsQuestion =
  | { kind: "command"; commands: string[] }
  | { kind: "function"; functionName: string }
  | { kind: "functions" }
  | {
      kind: "invoke";
      functionName: string;
      invocationType: "RequestResponse" | "Event" | "DryRun";
      /** Base64. */
      payload: string;
    };

/** An outcome: the value, or the code and the message of an error. */
export type Settled<T> = T | Failure;

/** The code and the message of an error or a warning. */
export type Failure = [code: string, message: string];

/** A watch of a store, in native memory. */
export type Watch = { readonly __watch: unique symbol };

/** A file that will be opened, in native memory. */
export type Wanted = { readonly __wanted: unique symbol };

/** What `open` has come to. */
export interface Made {
  /** The store, unless another process or thread has to be waited for before its file can be opened. */
  opened?: Opened;
  /** The file that will be opened then. */
  opening?: Wanted;
  /** How long after a change the file is saved; absent in memory. */
  debounceMs?: number;
  /** Whether every change survives the loss of power. */
  isPower: boolean;
  accountId: string;
  region: string;
  /** The file of the store; absent in memory. */
  file?: string;
  /** The options `transitions` and `seed`, as an argument, where one is given. */
  settings?: string;
  /** The names and descriptions of the option `scenarios`, where that is a list. */
  scenarios: string[][];
  warnings: Failure[];
}

export interface Opened {
  /** Names the store in calls for as long as `owner` lives. */
  number: number;
  owner: unknown;
  /** The revision of the store, by area the last one that changed it, and when something is due next. */
  words: Float64Array;
  /** The last revision that any process has committed, where the store has a log. */
  log?: Float64Array;
  warnings: Failure[];
  /** Of a store that was opened later: its revision then, and the fingerprint of its file. */
  foundAt?: number;
  fingerprint?: string;
}
