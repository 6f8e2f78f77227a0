import type { MockStateStore, MockStateStoreOptions } from "../../index.js";

/** The account that tests begin with. */
export interface MockAccountOptions {
  /**
   * Gives the account what all tests begin with. It runs once, when the first test needs it; `getMockStateStore()` and
   * clients with `awsClientConfig()` reach that account meanwhile. Where it fails, every test fails with its error.
   */
  prepare?: ((store: MockStateStore) => unknown) | undefined;
  /** The options of the account. It is in memory, whatever the environment says. */
  options?:
    | Omit<
        MockStateStoreOptions,
        "enablePersistence" | "persistencePath" | "persistenceDebounceMs" | "durability" | "lockTimeoutMs"
      >
    | undefined;
}

/** A matcher of the test runner that stands for a value, such as `expect.any(String)`. */
export interface AsymmetricMatcher {
  asymmetricMatch(other: unknown): boolean;
}

/** A class of commands of the AWS SDK for JavaScript v3, such as `StartInstancesCommand`. */
// biome-ignore lint/suspicious/noExplicitAny: the constructors of the SDK take various arguments
export type CommandClass<Input extends object> = new (...args: any[]) => { readonly input: Input };

/** A value in which any part may be an {@link AsymmetricMatcher}. */
export type Expected<T> =
  | T
  | AsymmetricMatcher
  | (T extends readonly (infer Item)[]
      ? readonly Expected<Item>[]
      : T extends object
        ? { [Key in keyof T]: Expected<T[Key]> }
        : never);

/**
 * Some members of the input of a command. A member that is an object or a list has to be equal as a whole, with
 * asymmetric matchers within it where they are wanted. `undefined` is for a member that is not there.
 */
export type ExpectedInput<Input> = { [Key in keyof Input]?: Expected<Input[Key]> | undefined } | AsymmetricMatcher;

/**
 * What can be expected of the commands that an account has received: `expect(store)`. Of a client with
 * `awsClientConfig()`, `expect(client)`, it is those that clients of its service have sent to its account.
 *
 * A command that the SDK has tried again counts once. Times compare to `Date`s, bytes to a `Uint8Array` or the text that
 * they are; the values of `SecureString` parameters are recorded as `"***"`. A command of a
 * service that the account does not have, or of another one than the client's, is an error, also after `.not`. Other
 * operations that the account does not support are not recorded, nor is anything before the last `callHistoryLimit` calls.
 *
 * All matchers answer at once, so there is nothing to await.
 */
export interface CommandMatchers<R> {
  /** That it has received a command at all. */
  toHaveReceivedAnyCommand(): R;
  /** That it has received that command, at least once. */
  toHaveReceivedCommand<Input extends object>(command: CommandClass<Input>): R;
  /** That it has received that command once. */
  toHaveReceivedCommandOnce<Input extends object>(command: CommandClass<Input>): R;
  /** That it has received that command so many times. */
  toHaveReceivedCommandTimes<Input extends object>(command: CommandClass<Input>, times: number): R;
  /** That it has received that command with that input, at least once. */
  toHaveReceivedCommandWith<Input extends object>(command: CommandClass<Input>, input: ExpectedInput<Input>): R;
  /** That it has received that command once, and with that input. */
  toHaveReceivedCommandExactlyOnceWith<Input extends object>(
    command: CommandClass<Input>,
    input: ExpectedInput<Input>,
  ): R;
  /** That the last command of that class had that input. */
  toHaveReceivedLastCommandWith<Input extends object>(command: CommandClass<Input>, input: ExpectedInput<Input>): R;
  /** That the n-th of all commands, from 1, was that one with that input. */
  toHaveReceivedNthCommandWith<Input extends object>(
    n: number,
    command: CommandClass<Input>,
    input: ExpectedInput<Input>,
  ): R;
  /** That the n-th command of that class had that input: as `aws-sdk-client-mock-vitest` has it. */
  toHaveReceivedNthCommandWith<Input extends object>(
    command: CommandClass<Input>,
    n: number,
    input: ExpectedInput<Input>,
  ): R;
  /** That the n-th command of that class, from 1, had that input. */
  toHaveReceivedNthSpecificCommandWith<Input extends object>(
    n: number,
    command: CommandClass<Input>,
    input: ExpectedInput<Input>,
  ): R;

  /** {@link CommandMatchers.toHaveReceivedAnyCommand} */
  toReceiveAnyCommand: CommandMatchers<R>["toHaveReceivedAnyCommand"];
  /** {@link CommandMatchers.toHaveReceivedCommand} */
  toReceiveCommand: CommandMatchers<R>["toHaveReceivedCommand"];
  /** {@link CommandMatchers.toHaveReceivedCommandOnce} */
  toReceiveCommandOnce: CommandMatchers<R>["toHaveReceivedCommandOnce"];
  /** {@link CommandMatchers.toHaveReceivedCommandTimes} */
  toReceiveCommandTimes: CommandMatchers<R>["toHaveReceivedCommandTimes"];
  /** {@link CommandMatchers.toHaveReceivedCommandWith} */
  toReceiveCommandWith: CommandMatchers<R>["toHaveReceivedCommandWith"];
  /** {@link CommandMatchers.toHaveReceivedCommandExactlyOnceWith} */
  toReceiveCommandExactlyOnceWith: CommandMatchers<R>["toHaveReceivedCommandExactlyOnceWith"];
  /** {@link CommandMatchers.toHaveReceivedLastCommandWith} */
  toReceiveLastCommandWith: CommandMatchers<R>["toHaveReceivedLastCommandWith"];
  /** {@link CommandMatchers.toHaveReceivedNthCommandWith} */
  toReceiveNthCommandWith: CommandMatchers<R>["toHaveReceivedNthCommandWith"];
  /** {@link CommandMatchers.toHaveReceivedNthSpecificCommandWith} */
  toReceiveNthSpecificCommandWith: CommandMatchers<R>["toHaveReceivedNthSpecificCommandWith"];
}
