"use strict";

const { argument, scalar } = require("../argument.js");
const { warn } = require("../warnings.js");

/** @import * as Api from "../../index.js" */
/** @typedef {import("../engine.js").Engine} Engine */
/** @typedef {Extract<import("../binding.js").AwsQuestion, { kind: "invoke" }>} Invocation */
/** @typedef {Extract<import("../binding.js").AwsQuestion, { kind: "command" }>} Command */

/**
 * What the application's own code answers, and what it does once the call has taken effect; `command` is the JSON of the
 * command that is then under way.
 *
 * @typedef {{ answer: unknown, after?: (command: string | undefined) => void }} Answer
 */

/**
 * Runs the code of a Lambda function. One that is invoked as an event is answered before it has run, and one that is
 * only tried does not run.
 *
 * @param {Api.InvokeHandler} handler
 * @param {Invocation} invocation
 * @returns {Promise<Answer>}
 */
async function answerInvocation(handler, { functionName, invocationType, payload }) {
  const run = () => answer(handler, { functionName, payload: parse(Buffer.from(payload, "base64").toString()) });
  if (invocationType === "RequestResponse") return { answer: await run() };
  return { answer: {}, after: invocationType === "Event" ? () => void run() : undefined };
}

/**
 * @param {Api.InvokeHandler} handler
 * @param {Api.LambdaInvocation} invocation
 */
async function answer(handler, invocation) {
  try {
    const json = JSON.stringify(await handler(invocation.payload, invocation)) ?? "null";
    return { payload: Buffer.from(json).toString("base64") };
  } catch (error) {
    const { name, message, stack } = inWords(error);
    return { error: { errorType: name, errorMessage: message, trace: stack.split("\n") } };
  }
}

/**
 * What was thrown, which can be anything.
 *
 * @param {unknown} thrown
 */
function inWords(thrown) {
  try {
    const { name = "Error", message = String(thrown), stack = "" } = /** @type {Error} */ (thrown ?? {});
    return { name: `${name}`, message: `${message}`, stack: `${stack}` };
  } catch {
    return { name: "Error", message: "What was thrown cannot be read", stack: "" };
  }
}

/** @param {string} text */
function parse(text) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Has a handler run a command, once that is under way.
 *
 * @param {Engine} engine
 * @param {Api.CommandHandler} handler
 * @param {Command} command
 * @returns {Answer}
 */
function answerCommand(engine, handler, { commands }) {
  const run = (/** @type {string} */ command) => void runCommand(engine, handler, commands, JSON.parse(command));
  return { answer: { handled: true }, after: (command) => command && run(command) };
}

/**
 * Runs a command, and says how it has ended.
 *
 * @param {Engine} engine
 * @param {Api.CommandHandler} handler
 * @param {string[]} commands
 * @param {import("../binding.js").AwsCommand} context
 */
async function runCommand(engine, handler, commands, { commandId, instanceId }) {
  /** @type {Api.CommandResult} */
  let result;
  try {
    result = (await handler([...commands], { commandId, instanceId })) ?? {};
  } catch (error) {
    result = { status: "Failed", error: inWords(error).message };
  }
  const complete = async (/** @type {unknown} */ result) =>
    engine.change(engine.native.completeCommand, scalar(commandId), argument(result, "result"));
  try {
    await complete(result).catch(async (error) => {
      if (!(error instanceof TypeError)) throw error;
      warn(
        /** @type {any} */ (error).code,
        `The result of a handler given to onCommand() is not usable: ${error.message}`,
      );
      await complete({ status: "Failed", error: error.message });
    });
  } catch (error) {
    // The command then ends by its timeout.
    const { code = "ERR_HANDLER_FAILED", message } = /** @type {any} */ (error);
    if (code !== "ERR_CLOSED") warn(code, `The result of a handler given to onCommand() is lost: ${message}`);
  }
}

module.exports = { answerCommand, answerInvocation };
