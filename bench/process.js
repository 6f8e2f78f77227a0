"use strict";

const { fork } = require("node:child_process");
const path = require("node:path");

/** @import { Contender } from "./stores.js" */

/** A process that runs worker.js. */
class Worker {
  /** @param {string} label @param {Contender} contender @param {string} [groupName] */
  constructor(label, contender, groupName = "") {
    this.label = label;
    const script = path.join(__dirname, "worker.js");
    this.child = fork(script, [JSON.stringify(contender), groupName], { execArgv: ["--expose-gc"] });
  }

  /** @param {string} task @param {object} [question] @returns {Promise<any>} */
  ask(task, question) {
    return new Promise((resolve, reject) => {
      const onExit = (/** @type {number | null} */ code) => reject(new Error(`${this.label} ended with ${code}`));
      this.child.once("exit", onExit);
      this.child.once("message", (/** @type {{ value?: unknown, error?: string }} */ { value, error }) => {
        this.child.off("exit", onExit);
        if (error === undefined) resolve(value);
        else reject(new Error(`${this.label}: ${error}`));
      });
      this.child.send({ task, ...question });
    });
  }

  /** Kills the process, so that it does not save. */
  stop() {
    return new Promise((resolve) => {
      this.child.once("exit", resolve);
      this.child.kill("SIGKILL");
    });
  }
}

module.exports = { Worker };
