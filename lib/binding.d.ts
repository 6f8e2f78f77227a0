/** The functions of the native binding, as `src/binding/` exports them. */
export interface Binding {
  open(
    memory: Uint8Array,
    options: Uint8Array,
    defaultPath: string | undefined,
    now: number,
    listener: (warning: [code: string, message: string]) => void,
  ): Made;
  beginOpening(file: Wanted, leastMs: number, done: () => void): void;
  awaitOpening(file: Wanted): PromiseLike<Settled<void>>;
  takeOpened(file: Wanted, memory: Uint8Array): Settled<Opened>;
  glimpse(file: Wanted): string;
  giveUp(file: Wanted): void;
  save(engine: Handle, isLazy: boolean): PromiseLike<Settled<void>>;
  sync(engine: Handle): PromiseLike<Settled<void>>;
  close(engine: Handle): PromiseLike<Settled<void>>;
  saveSync(engine: Handle): void | PromiseLike<Settled<void>>;
  settle(engine: Handle): PromiseLike<Settled<void>>;
  saveAll(): void;
  mainRealm(): typeof globalThis;

  revision(engine: Handle): number;
  sections(names: Uint8Array): number;
  nextChange(engine: Handle, since: number, sections: number): string;
  watch(engine: Handle, wake: () => void): Watch;
  unwatch(watch: Watch): void;

  pause(ms: number): PromiseLike<Settled<void>>;
  isoTime(now: number): string;
}

/** An engine in native memory. */
export type Handle = { readonly __engine: unique symbol };

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
  /**
   * Performs the request in the memory that the engine was opened with, or in a given one; the strings of
   * the request follow (`request.js`). What changes the state may have to wait for another process; then it
   * answers a promise of a `Settled`.
   */
  perform(...args: unknown[]): unknown;
  /** Its revision, always current. */
  revision: Float64Array;
  warnings: Failure[];
  /** Of one that was opened later: the revision it was opened at, and what the file looked like then. */
  foundAt?: number;
  glimpse?: string;
}
