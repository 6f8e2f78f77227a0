"use strict";

const { openSync, readdirSync, statSync, writeSync } = require("node:fs");
const path = require("node:path");
const { LockedStore } = require("./locked-store.js");
const { PlainStore } = require("./plain-store.js");

/**
 * - `memory`, `file`: the package, in memory or in a file
 * - `plain`, `plain file`: `PlainStore`, in memory or in a file
 * - `locked`: `LockedStore`
 * - `append`: a bare append to a file
 * - `sdk`, `sdk, http`: clients of the AWS SDK that the package answers, in process or over HTTP
 * - `sdk, fixed bytes`: the same clients, answered by fixed bytes
 * - `dispatcher`: the package, called with the bytes of a request
 * - `dispatcher, 100 faults`: the same, with 100 rules that no call matches
 * - `serve`, `http, fixed bytes`: servers that a measurement starts
 * - `memory, scheduled`: the package in memory, with 10,000 scheduled changes
 * - `memory, inspected`: the package in memory, while a page of the inspector shows it
 * - `inspector`, `empty page`: the inspector of a large account, and a page with nothing in it, that a measurement opens
 * - `empty`: no store; the base of the start is an empty script
 *
 * @typedef {"memory" | "file" | "plain" | "plain file" | "locked" | "append" | "empty" | "sdk" | "sdk, http" | "sdk, fixed bytes" |
 *   "dispatcher" | "dispatcher, 100 faults" | "serve" | "http, fixed bytes" | "memory, scheduled" |
 *   "memory, inspected" | "inspector" | "empty page"} Kind
 * @typedef {{ kind: Kind, build: string, file: string }} Contender `build` is the folder of the package
 */

/** @param {Contender} contender @returns {Promise<any>} */
async function openStore({ kind, build, file }) {
  // Saves are measured on their own: no timer may start one.
  const persistent = { enablePersistence: true, persistencePath: file, persistenceDebounceMs: 600_000 };
  if (kind === "memory") return new (require(build).MockStateStore)();
  if (kind === "file") return new (require(build).MockStateStore)(persistent);
  if (kind === "plain") return new PlainStore();
  if (kind === "plain file") return new PlainStore(persistent);
  if (kind === "locked") return new LockedStore(persistent);
  if (kind === "memory, scheduled") return scheduledStore(build);
  if (kind in ACCOUNTS) return ACCOUNTS[kind](build);
  return kind === "append" ? new BareAppend(file, await bytesPerWrite(build, `${file}-model`)) : {};
}

/** @type {Record<string, (build: string) => unknown>} */
const ACCOUNTS = {
  sdk: (build) => require("./aws-account.js").sdkAccount(build),
  "sdk, http": (build) => require("./aws-account.js").httpAccount(build),
  "sdk, fixed bytes": (build) => require("./aws-account.js").fixedAccount(build),
  dispatcher: (build) => require("./aws-account.js").dispatcherAccount(build),
  "dispatcher, 100 faults": (build) => require("./aws-account.js").faultyAccount(build),
  "memory, inspected": (build) => require("./inspector-measurements.js").watchedStore(build),
  inspector: (build) => require("./inspector-measurements.js").largeInspected(build),
  "empty page": () => require("./inspector-measurements.js").emptyPage(),
};

/** @param {string} build */
async function scheduledStore(build) {
  const store = new (require(build).MockStateStore)();
  for (let index = 0; index < 10_000; index++) {
    await store.schedule(1e9 + index, {
      ssm: {
        parameters: { "/bench/due": { value: String(index), type: "String", lastModified: new Date().toISOString() } },
      },
    });
  }
  return store;
}

/** The lower bound of a write that survives the process: one append of as many bytes as the package appends. */
class BareAppend {
  /** @param {string} file @param {number} bytes */
  constructor(file, bytes) {
    this.fd = openSync(file, "a");
    this.record = Buffer.alloc(bytes, "x");
  }

  async setParameter() {
    writeSync(this.fd, this.record);
  }
}

/** The growth of a store's files per write. @param {string} build @param {string} file */
async function bytesPerWrite(build, file) {
  const store = await openStore({ kind: "file", build, file });
  const size = () => {
    const files = readdirSync(path.dirname(file)).filter((name) => name.includes(path.basename(file)));
    return files.reduce((sum, name) => sum + statSync(path.join(path.dirname(file), name)).size, 0);
  };
  await store.setParameter("/minecraft/player-count", "0");
  const before = size();
  for (let write = 0; write < 100; write++) await store.setParameter("/minecraft/player-count", "7");
  const bytes = Math.round((size() - before) / 100);
  if (bytes <= 0) throw new Error(`${build} appends nothing to a file`);
  await store.close();
  return bytes;
}

module.exports = { openStore };
