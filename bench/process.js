"use strict";

/* The processes that are measured. */

const { fork, spawnSync } = require("node:child_process");
const path = require("node:path");

/** A process that holds one store and does what it is asked to. */
class Worker {
  /**
   * @param {string} contender
   * @param {string} file
   */
  constructor(contender, file) {
    const { MOCK_STATE_STORE_PATH: _, ...env } = process.env;
    this.contender = contender;
    this.child = fork(path.join(__dirname, "worker.js"), [contender, file], { env, execArgv: ["--expose-gc"] });
  }

  /**
   * @param {string} task
   * @param {object} [args]
   * @returns {Promise<any>}
   */
  ask(task, args) {
    return new Promise((resolve, reject) => {
      const ended = (/** @type {number | null} */ code) => reject(new Error(`${this.contender} ended with ${code}`));
      this.child.once("exit", ended);
      this.child.once("message", (/** @type {{ value?: unknown, error?: string }} */ { value, error }) => {
        this.child.off("exit", ended);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      this.child.send({ task, args });
    });
  }

  /** Ends the process, without giving it the time to save. */
  stop() {
    return new Promise((resolve) => {
      this.child.once("exit", resolve);
      this.child.kill("SIGKILL");
    });
  }
}

/**
 * Nanoseconds of a process that runs a script.
 *
 * @param {string} script
 * @param {string[]} args
 */
function timeOf(script, ...args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [path.join(__dirname, script), ...args]);
  if (status !== 0) throw new Error(`${script} ${args} failed: ${stderr}`);
  return (performance.now() - start) * 1e6;
}

module.exports = { Worker, timeOf };
