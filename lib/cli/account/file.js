"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("../../store.js");
const { clockOf, status } = require("../../control/resources/account.js");
const { stateOf } = require("../../control/resources/state.js");
const { Failure } = require("../errors.js");
const { collectWarnings, print } = require("../warnings.js");

/** @typedef {import("../../../index.js").MockStateStoreOptions} Options */
/** @typedef {import("../../../index.js").MockCall} MockCall */

/** An account in a file, whether other processes have it open or not. */
class FileAccount extends MockStateStore {
  #file;
  #callsSeen = "";
  /** @type {undefined} */
  inspector;

  /**
   * @param {string} file
   * @param {Options} options
   */
  constructor(file, options) {
    super({ ...options, enablePersistence: true, persistencePath: file });
    this.#file = file;
    this.where = file;
  }

  status() {
    return status({ store: this });
  }

  async clockStatus() {
    return clockOf(this, (await this.getState()).clock ?? null);
  }

  stateJson() {
    return stateOf(this);
  }

  /**
   * @param {string | undefined} id
   * @returns {Promise<MockCall[]>}
   */
  async callsAfter(id) {
    // Beside the file itself, where this is a link to it; before the first save there is none.
    const file = fs.existsSync(this.#file) ? fs.realpathSync(this.#file) : this.#file;
    const stamp = stampOf(`${file}-calls`);
    if (stamp === this.#callsSeen) return [];
    this.#callsSeen = stamp;
    const calls = await this.calls();
    return calls.slice(calls.findIndex((/** @type {MockCall} */ call) => call.id === id) + 1);
  }
}

/** @param {string} file */
function stampOf(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/**
 * Whether there is an account: its file, or what processes have beside it that have not saved yet.
 *
 * @param {string} file
 */
function exists(file) {
  return ["", "-journal", "-shm"].some((side) => fs.existsSync(file + side));
}

/**
 * @param {string} file there is one
 * @param {boolean} mustChange
 * @param {Options} options
 * @returns {Promise<FileAccount>}
 */
async function openFile(file, mustChange, options) {
  await checkLoads(file);
  const [account, warnings] = await collectWarnings(async () => {
    const opened = new FileAccount(file, options);
    await opened.revision();
    return opened;
  });
  // To a store a file that cannot be written is a warning: it goes on in memory.
  if (mustChange && warnings.length > 0) await account.persistNow();
  for (const message of warnings) print(message);
  return account;
}

/**
 * Checks that a store would load a file, on a copy: of a file that holds no state, a store moves the original aside.
 *
 * @param {string} file
 */
async function checkLoads(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isFile()) throw new Failure(`${file} is no file.`);
  const folder = fs.mkdtempSync(path.join(require("node:os").tmpdir(), "mock-state-store-"));
  try {
    const copy = path.join(folder, path.basename(file));
    fs.copyFileSync(file, copy);
    const [, warnings] = await collectWarnings(async () => {
      const store = new MockStateStore({ enablePersistence: true, persistencePath: copy });
      await store.revision();
      await store.close();
    });
    const [problem] = warnings.map((message) =>
      / does not hold the state of a store: .*(?= It was moved to )/s.exec(message),
    );
    if (problem) throw new Failure(`${file}${problem[0]} Nothing was changed.`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { exists, openFile, checkLoads };
