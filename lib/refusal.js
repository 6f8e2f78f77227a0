"use strict";

const { ArgumentError } = require("./errors.js");

// No literal: V8 looks into one when the module is loaded, which for these classes takes as long as all of that.
const IDENTIFIER = "^[\\p{ID_Start}_$][\\p{ID_Continue}$]*$";

/** What cannot be encoded, and where; the way is added from the inside out. */
class Refusal {
  /** @type {(string | number)[]} */
  #steps = [];

  /**
   * @param {string} problem
   * @param {ErrorOptions} [options]
   */
  constructor(problem, options) {
    this.problem = problem;
    this.options = options;
  }

  /** @param {string | number} step */
  below(step) {
    this.#steps.push(step);
    return this;
  }

  /** @param {string} name */
  toError(name) {
    let path = name;
    for (const step of this.#steps.reverse()) {
      if (typeof step === "number") path += `[${step}]`;
      else if (!new RegExp(IDENTIFIER, "u").test(step)) path += `[${JSON.stringify(step)}]`;
      else path += path === "" ? step : `.${step}`;
    }
    return new ArgumentError(
      "ERR_INVALID_ARG_VALUE",
      `The "${path || "state"}" argument ${this.problem}`,
      this.options,
    );
  }
}

/**
 * The refusal that a getter, a `toJSON` or a Proxy causes by throwing.
 *
 * @param {unknown} error
 */
function refusal(error) {
  return error instanceof Refusal ? error : new Refusal("cannot be read", { cause: error });
}

exports.Refusal = Refusal;
exports.refusal = refusal;
