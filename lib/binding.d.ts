/** The functions of the native binding, as `src/binding/` exports them. */
export interface Binding {
  open(
    memory: Uint8Array,
    options: Uint8Array,
    defaultPath: string | undefined,
    now: number,
    listener: (warning: [code: string, message: string]) => void,
  ): Opened;
  save(engine: Handle, isLazy: boolean): PromiseLike<Settled<void>>;
  sync(engine: Handle): PromiseLike<Settled<void>>;
  close(engine: Handle): PromiseLike<Settled<void>>;
  saveSync(engine: Handle): void;
  saveAll(): void;
  mainRealm(): typeof globalThis;

  revision(engine: Handle): number;
  sections(names: Uint8Array): number;
  nextChange(engine: Handle, since: number, sections: number): string;
  watch(engine: Handle, wake: () => void): Watch;
  unwatch(watch: Watch): void;

  pause(ms: number): PromiseLike<Settled<void>>;
}

/** An engine in native memory. */
export type Handle = { readonly __engine: unique symbol };

/** An outcome: the value, or the code and the message of an error. */
export type Settled<T> = [value: T] | [value: undefined, code: string, message: string];

/** A watch of an engine, in native memory. */
export type Watch = { readonly __watch: unique symbol };

/** The code and the message of an error. */
export type Failure = [code: string, message: string];

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
  /** How long after a change the file is saved; absent in memory. */
  debounceMs?: number;
  /** Whether a change is to survive the loss of power. */
  isPower: boolean;
  warnings: Failure[];
}
