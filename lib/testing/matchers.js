"use strict";

/* The matchers, for Vitest and Jest alike. They answer at once: one that is not awaited must not pass. */

const { MockStateStore, ENGINE } = require("../store.js");
const { clientService, receivedCommands, wantedCommand } = require("./commands.js");
const { hasInput } = require("./inputs.js");
const { difference, inputText, list, title } = require("./messages.js");
const { shown } = require("./shown.js");

/**
 * What the runner gives to a matcher, as far as it is used here.
 *
 * @typedef {{
 *   isNot?: boolean,
 *   equals: (a: unknown, b: unknown) => boolean,
 *   utils: { diff(a: unknown, b: unknown): string | null | undefined, stringify(value: unknown): string },
 * }} Context
 * @typedef {import("./commands.js").Received} Received
 * @typedef {import("./commands.js").Wanted} Wanted
 * @typedef {{ pass: boolean, message: () => string }} Result
 */

/** @type {Record<string, (this: Context, actual: unknown, ...args: any[]) => Result>} */
const matchers = {
  toHaveReceivedAnyCommand(actual) {
    const { received } = commandsOf(actual);
    return result(this, received.length > 0, "receive any command", received);
  },

  toHaveReceivedCommand(actual, Command) {
    const { received, chosen, name } = choose(actual, Command);
    return result(this, chosen.length > 0, `receive ${name}`, received);
  },

  toHaveReceivedCommandOnce(actual, Command) {
    return counted(this, actual, Command, 1, "once");
  },

  toHaveReceivedCommandTimes(actual, Command, times) {
    if (!Number.isInteger(times) || times < 0) throw wrongNumber("number of times", 0, times);
    return counted(this, actual, Command, times, `${times} times`);
  },

  toHaveReceivedCommandWith(actual, Command, input) {
    const { received, chosen, name } = chooseWith(actual, Command, input);
    const pass = chosen.some((command) => hasInput(command.input, input, this.equals));
    return result(this, pass, `receive ${name} with ${inputText(input, this.utils)}`, received, { chosen, input });
  },

  toHaveReceivedCommandExactlyOnceWith(actual, Command, input) {
    const { received, chosen, name } = chooseWith(actual, Command, input);
    const pass = chosen.length === 1 && hasInput(chosen[0].input, input, this.equals);
    const expectation = `receive ${name} exactly once, and with ${inputText(input, this.utils)}`;
    return result(this, pass, expectation, received, { chosen, input }, timesOf(chosen));
  },

  toHaveReceivedLastCommandWith(actual, Command, input) {
    const { received, chosen, name } = chooseWith(actual, Command, input);
    const last = chosen.slice(-1);
    const pass = last.some((command) => hasInput(command.input, input, this.equals));
    const expectation = `receive ${name} with ${inputText(input, this.utils)} as the last one of these`;
    return result(this, pass, expectation, received, { chosen: last, input });
  },

  toHaveReceivedNthCommandWith(actual, n, Command, input) {
    // In this order, as `aws-sdk-client-mock-vitest` has it, it counts that command only.
    if (typeof n === "function") return nthSpecific(this, actual, /** @type {any} */ (Command), n, input);
    const { received, wanted, name } = chooseWith(actual, Command, input);
    const nth = received.slice(position(n) - 1, n).filter(wanted.matches);
    const pass = nth.some((command) => hasInput(command.input, input, this.equals));
    const expectation = `receive ${name} with ${inputText(input, this.utils)} as the ${ordinal(n)} command`;
    return result(this, pass, expectation, received, { chosen: nth, input });
  },

  toHaveReceivedNthSpecificCommandWith(actual, n, Command, input) {
    return nthSpecific(this, actual, n, Command, input);
  },
};

for (const [name, matcher] of Object.entries(matchers)) {
  matchers[name.replace("toHaveReceived", "toReceive")] = matcher;
}

/**
 * Registers the matchers. Where an earlier one has the name, as those of `aws-sdk-client-mock` do, that one goes on to
 * judge what is not of this package. The runner offers it as an asymmetric matcher, so its message is not to be had.
 *
 * @param {any} expect
 */
function registerMatchers(expect) {
  const registered = Object.entries(matchers).map(([name, matcher]) => {
    const earlier = expect[name];
    if (typeof earlier !== "function") return [name, matcher];
    /** @type {(this: Context, actual: unknown, ...args: any[]) => Result} */
    function either(actual, ...args) {
      if (!isForeign(actual)) return matcher.call(this, actual, ...args);
      const pass = earlier(...args).asymmetricMatch(actual);
      const judged = `The matcher ${name}() that was registered before that of mock-state-store`;
      return { pass, message: () => `${judged} ${pass ? "accepts" : "does not accept"} ${shown(actual)}` };
    }
    return [name, either];
  });
  expect.extend(Object.fromEntries(registered));
}

/** @param {any} actual */
function isForeign(actual) {
  if (typeof actual !== "object" || actual === null || typeof actual.then === "function") return false;
  return !(actual instanceof MockStateStore) && actual.config?.requestHandler?.[ENGINE] === undefined;
}

/**
 * @param {Context} context
 * @param {unknown} actual
 * @param {unknown} Command
 * @param {number} times
 * @param {string} expectation
 */
function counted(context, actual, Command, times, expectation) {
  const { received, chosen, name } = choose(actual, Command);
  const pass = chosen.length === times;
  return result(context, pass, `receive ${name} ${expectation}`, received, undefined, timesOf(chosen));
}

/**
 * @param {Context} context
 * @param {unknown} actual
 * @param {number} n
 * @param {unknown} Command
 * @param {unknown} input
 */
function nthSpecific(context, actual, n, Command, input) {
  const { received, chosen, name } = chooseWith(actual, Command, input);
  const nth = chosen.slice(position(n) - 1, n);
  const pass = nth.some((command) => hasInput(command.input, input, context.equals));
  const expectation = `receive a ${ordinal(n)} ${name}, with ${inputText(input, context.utils)}`;
  return result(context, pass, expectation, received, { chosen: nth, input });
}

/**
 * @param {Context} context
 * @param {boolean} pass
 * @param {string} expectation
 * @param {Received[]} received
 * @param {{ chosen: Received[], input: unknown }} [compared] what was compared to the expected input
 * @param {string} [count]
 * @returns {Result}
 */
function result(context, pass, expectation, received, compared, count) {
  const message = () => {
    const parts = [`Expected the account ${pass ? "not to" : "to"} ${expectation}.`];
    if (count !== undefined && !pass) parts.push(count);
    const differs = !pass && compared !== undefined && difference(context, compared.chosen, compared.input);
    if (differs) parts.push(differs);
    parts.push(list(received));
    return parts.join("\n\n");
  };
  return { pass, message };
}

/**
 * @param {unknown} actual
 * @param {unknown} Command
 * @param {unknown} input
 */
function chooseWith(actual, Command, input) {
  const chosen = choose(actual, Command);
  if (typeof input === "object" && input !== null) return chosen;
  throw new TypeError(`Expected the input to be an object. Received ${shown(input)}`);
}

/**
 * @param {unknown} actual
 * @param {unknown} Command
 */
function choose(actual, Command) {
  const wanted = wantedCommand(Command);
  const { received, service } = commandsOf(actual);
  if (service !== undefined && wanted.service !== undefined && service !== wanted.service) {
    throw new TypeError(
      `${wanted.operation}Command is of ${wanted.service}, and the client is one of ${service}, which never sends it`,
    );
  }
  return { received, wanted, chosen: received.filter(wanted.matches), name: title(wanted) };
}

/**
 * The commands that a store has received; those of a client's service where it is a client of the SDK.
 *
 * @param {any} actual
 * @returns {{ received: Received[], service?: string | undefined }}
 */
function commandsOf(actual) {
  if (actual instanceof MockStateStore) return { received: receivedCommands(/** @type {any} */ (actual)[ENGINE]) };
  const config = actual?.config;
  const engine = config?.requestHandler?.[ENGINE];
  if (engine === undefined) {
    throw new TypeError(
      `Expected a MockStateStore, or a client of the AWS SDK that was made with awsClientConfig(). Received ${shown(actual)}`,
    );
  }
  const service = clientService(config);
  const received = receivedCommands(engine);
  return { received: received.filter((command) => (service ?? command.service) === command.service), service };
}

/** @param {Received[]} chosen */
function timesOf({ length }) {
  return length === 1 ? "It received it once." : `It received it ${length} times.`;
}

/** @param {unknown} n */
function position(n) {
  if (Number.isInteger(n) && /** @type {number} */ (n) > 0) return /** @type {number} */ (n);
  throw wrongNumber("number of the command", 1, n);
}

/**
 * @param {string} name
 * @param {number} least
 * @param {unknown} value
 */
function wrongNumber(name, least, value) {
  return new TypeError(`Expected the ${name} to be a whole number from ${least} on. Received ${shown(value)}`);
}

/** @param {number} n */
function ordinal(n) {
  /** @type {Partial<Record<Intl.LDMLPluralRule, string>>} */
  const suffixes = { one: "st", two: "nd", few: "rd" };
  const suffix = suffixes[new Intl.PluralRules("en", { type: "ordinal" }).select(n)] ?? "th";
  return `${n}${suffix}`;
}

module.exports = { matchers, registerMatchers };
