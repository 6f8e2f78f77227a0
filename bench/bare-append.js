"use strict";

const { openSync, readFileSync, writeSync } = require("node:fs");

/** @import * as Api from "../index.js" */

/** What a change in a journal costs at the least: the very bytes that a persistent store appends, appended. */
class BareAppend {
  /** @type {Map<string, Buffer>} */
  #lines = new Map();

  /** @param {string} file */
  constructor(file) {
    this.file = file;
    this.fd = openSync(file, "a");
  }

  /** @param {{ ssm: { parameters: Record<string, unknown> } }} patch */
  async patchState({ ssm }) {
    const { MockStateStore } = require("../index.js");
    const model = `${this.file}-model`;
    const store = new MockStateStore({ enablePersistence: true, persistencePath: model });
    for (const name of Object.keys(ssm.parameters)) await store.setParameter(name, "changed");
    for (const line of readFileSync(`${model}-journal`, "utf8").split("\n")) {
      const name = Object.keys(ssm.parameters).find((name) => line.includes(JSON.stringify(name)));
      if (name !== undefined) this.#lines.set(name, Buffer.from(`${line}\n`));
    }
    await store.close();
  }

  /** @param {string} name */
  setParameter(name) {
    return writeSync(this.fd, /** @type {Buffer} */ (this.#lines.get(name)));
  }
}

module.exports = { BareAppend };
