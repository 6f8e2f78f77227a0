"use strict";

const { suggestion } = require("../../control/suggestion.js");
const { UsageError, Failure } = require("../errors.js");
const { duration, json, latency, number, oneOf } = require("../values.js");

/** @typedef {import("./index.js").Command} Command */
/** @typedef {import("../../../index.js").FaultRule} FaultRule */
/** @typedef {import("../../../index.js").MockFaultRule} MockFaultRule */
/** @typedef {import("../../../index.js").OperationFailureConfig} OperationFailureConfig */

/** @type {Command} */
const add = {
  summary: "Add a rule: the calls of ACTION fail, wait or break.",
  parameters: "ACTION...",
  options: {
    error: { value: "ERROR", help: "a code, or throttling, unavailable, internal, access-denied, capacity" },
    message: { value: "TEXT", help: "the message of the error" },
    status: { value: "N", help: "the HTTP status of the error", read: number },
    latency: { value: "TIME", help: "how much longer the calls take: 250ms, or 200ms-1s", read: latency },
    connection: {
      value: "HOW",
      help: "what happens instead of an answer: reset, timeout, empty, malformed",
      read: oneOf("reset", "timeout", "empty", "malformed"),
    },
    "after-ms": { value: "TIME", help: "when it happens to the connection", read: duration },
    throttle: { value: "RATE/BURST", help: "calls a second, and at once, before they are throttled", read: bucket },
    resource: { value: "NAME", help: "only calls that name this; * and ? are wildcards", multiple: true },
    probability: { value: "P", help: "how many of 1 it hits", read: number },
    times: { value: "N", help: "how often it hits in all", read: number },
    skip: { value: "N", help: "let the first ones through", read: number },
    every: { value: "N", help: "only each so-manieth", read: number },
    from: { value: "MOMENT", help: "from this moment of the account's time on" },
    until: { value: "MOMENT", help: "before this moment of the account's time" },
    after: { help: "the change is made, and then the call fails" },
    name: { value: "NAME", help: "what calls show as their fault" },
    id: { value: "ID", help: "by default a new one; that of another rule replaces it" },
  },
  notes: `ACTION is as in IAM: ec2:StartInstances, ssm:Get*, *. In place of all that, a rule in JSON is taken. The id of the
rule is printed.`,
  examples: [
    "fault add ec2:StartInstances --error capacity --times 2",
    "fault add 'ssm:*' --latency 200ms-1s",
    "fault add ssm:PutParameter --resource '/minecraft/*' --probability 0.2 --error throttling",
    "fault add ec2:StopInstances --connection reset",
    `fault add '{ "action": "ses:SendEmail", "error": { "code": "MessageRejected", "message": "no" } }'`,
  ],
  needs: "changes",
  async run({ account, args, options, output }) {
    const id = await account.addFault(ruleOf(args, options));
    output.show({ id, revision: await account.revision() }, () => output.paint(id));
  },
};

/**
 * @param {string[]} actions
 * @param {Record<string, any>} options
 * @returns {FaultRule}
 */
function ruleOf(actions, options) {
  if (actions[0].startsWith("{")) return json(actions[0], "The rule");
  const { error, message, status, latency: latencyMs, "after-ms": afterMs, resource, ...rest } = options;
  const [single, ...more] = actions;
  if (error === undefined && (message !== undefined || status !== undefined)) {
    throw new UsageError("--message and --status are of an --error.");
  }
  if ([error, latencyMs, rest.throttle, rest.connection].every((effect) => effect === undefined)) {
    throw new UsageError("A rule needs an --error, a --latency, a --throttle or a --connection.");
  }
  const known = [
    "connection",
    "throttle",
    "probability",
    "times",
    "skip",
    "every",
    "from",
    "until",
    "after",
    "name",
    "id",
  ];
  const given = Object.entries(rest).filter(([name]) => known.includes(name));
  return {
    action: more.length === 0 ? single : actions,
    ...Object.fromEntries(given),
    ...(resource !== undefined && { resource: resource.length === 1 ? resource[0] : resource }),
    ...(latencyMs !== undefined && { latencyMs }),
    ...(afterMs !== undefined && { afterMs }),
    ...(error !== undefined && { error: errorOf(error, message, status) }),
  };
}

/**
 * @param {string} code
 * @param {string} [message]
 * @param {number} [statusCode]
 */
function errorOf(code, message, statusCode) {
  if (message === undefined && statusCode === undefined) return code;
  return { code, ...(message !== undefined && { message }), ...(statusCode !== undefined && { statusCode }) };
}

/**
 * @param {string} text
 * @param {string} name
 */
function bucket(text, name) {
  const [rate, burst, ...more] = text.split("/");
  if (burst === undefined || more.length > 0) {
    throw new UsageError(`${name} must be a rate and a burst, such as 5/10, not "${text}".`);
  }
  return { ratePerSecond: number(rate, name), burst: number(burst, name) };
}

/** @type {Command} */
const list = {
  summary: "List the rules and the operation failures.",
  examples: ["fault list"],
  needs: "account",
  async run({ account, output }) {
    const { faults } = await account.stateJson();
    const { globalLatencyMs, operationFailures, rules = [] } = faults;
    output.show({ rules, operationFailures, globalLatencyMs }, () => {
      const rows = [
        ...Object.entries(/** @type {Record<string, OperationFailureConfig>} */ (operationFailures)).map(
          ([operation, { alwaysFail, errorCode }]) => [
            "operationFailures",
            operation,
            `${errorCode ?? "fails"}, ${alwaysFail ? "always" : "once"}`,
            "",
          ],
        ),
        ...rules.map((/** @type {MockFaultRule} */ rule) => [
          rule.id,
          [rule.action].flat().join(" "),
          effectOf(rule),
          rule.hits ?? 0,
        ]),
      ];
      const latencyText = globalLatencyMs > 0 ? `\nglobalLatencyMs is ${output.paint(globalLatencyMs)}.` : "";
      if (rows.length === 0) return `There are no faults.${latencyText}`;
      return output.table(["ID", "ACTION", "WHAT", "HITS"], rows) + latencyText;
    });
  },
};

/** @param {MockFaultRule} rule */
function effectOf({ error, latencyMs, connection, throttle, times, probability, resource }) {
  const parts = [
    error !== undefined && (typeof error === "string" ? error : error.code),
    connection !== undefined && `connection ${connection}`,
    throttle !== undefined && `${throttle.ratePerSecond} a second`,
    latencyMs !== undefined && `${latencyText(latencyMs)} longer`,
    resource !== undefined && `of ${[resource].flat().join(" ")}`,
    probability !== undefined && `probability ${probability}`,
    times !== undefined && `${times} times`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** @param {import("../../../index.js").FaultLatency} latency */
function latencyText(latency) {
  if (typeof latency === "number") return `${latency} ms`;
  if (latency.distribution === "uniform") return `${latency.min} to ${latency.max} ms`;
  return `about ${latency.distribution === "normal" ? latency.mean : latency.median} ms`;
}

/** @type {Command} */
const remove = {
  summary: "Remove a rule.",
  parameters: "ID",
  examples: ["fault remove starts-fail"],
  needs: "changes",
  async run({ account, args: [id], output }) {
    if (!(await account.removeFault(id))) {
      const { rules = [] } = (await account.stateJson()).faults;
      const ids = rules.map((/** @type {MockFaultRule} */ rule) => rule.id);
      throw new Failure(`There is no rule "${id}"${suggestion(id, ids)}`);
    }
    output.show({ id, revision: await account.revision() }, () => `Removed ${output.paint(id)}.`);
  },
};

/** @type {Command} */
const clear = {
  summary: "Remove all rules and operation failures, and the latency.",
  examples: ["fault clear"],
  needs: "changes",
  async run({ account, output }) {
    await account.clearFaults();
    await account.clearAllFailures();
    output.show({ revision: await account.revision() }, () => "There are no faults now.");
  },
};

/** @type {import("./index.js").Group} */
module.exports = { summary: "Have calls of AWS fail, wait or break.", actions: { add, list, remove, clear } };
