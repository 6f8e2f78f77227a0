"use strict";

/* Stores one would otherwise embed, with the operations on parameters, written as their documentation shows. */

/** @import * as Api from "../index.js" */
/** @typedef {Record<string, Api.MockSSMParameter>} Parameters */

class LowdbStore {
  /** @param {string} file */
  static async open(file) {
    const { JSONFilePreset } = await import("lowdb/node");
    return new LowdbStore(await JSONFilePreset(file, { parameters: /** @type {Parameters} */ ({}) }));
  }

  /** @param {import("lowdb", { with: { "resolution-mode": "import" } }).Low<{ parameters: Parameters }>} db */
  constructor(db) {
    this.db = db;
  }

  /** @param {string} name */
  async getParameter(name) {
    return this.db.data.parameters[name]?.value ?? null;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  async setParameter(name, value) {
    await this.db.update(({ parameters }) => {
      parameters[name] = entry(value);
    });
  }

  async getAllParameters() {
    return { ...this.db.data.parameters };
  }

  /** @param {{ ssm: { parameters: Parameters } }} patch */
  async patchState({ ssm }) {
    await this.db.update(({ parameters }) => Object.assign(parameters, ssm.parameters));
  }

  async close() {}
}

class LmdbStore {
  /** @param {string} file */
  static async open(file) {
    const { open } = require("lmdb");
    return new LmdbStore(open({ path: file }));
  }

  /** @param {import("lmdb").RootDatabase<Api.MockSSMParameter, string>} db */
  constructor(db) {
    this.db = db;
  }

  /** @param {string} name */
  async getParameter(name) {
    return this.db.get(name)?.value ?? null;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  async setParameter(name, value) {
    await this.db.put(name, entry(value));
  }

  async getAllParameters() {
    return Object.fromEntries(this.db.getRange().map(({ key, value }) => [key, value]));
  }

  /** @param {{ ssm: { parameters: Parameters } }} patch */
  async patchState({ ssm }) {
    await this.db.transaction(() => {
      for (const [name, parameter] of Object.entries(ssm.parameters)) this.db.put(name, parameter);
    });
  }

  async close() {
    await this.db.close();
  }
}

/**
 * What better-sqlite3 and node:sqlite have in common.
 *
 * @typedef {{ get(...values: string[]): unknown, all(...values: string[]): unknown[], run(...values: string[]): unknown }} Statement
 * @typedef {{ exec(sql: string): void, prepare(sql: string): Statement, close(): void }} Database
 */

class SqliteStore {
  /** @param {string} file */
  static async openBetter(file) {
    const Database = require("better-sqlite3");
    return new SqliteStore(new Database(file));
  }

  /** @param {string} file */
  static async openNode(file) {
    const builtin = "node:sqlite";
    const { DatabaseSync } = require(builtin);
    return new SqliteStore(new DatabaseSync(file));
  }

  /** @param {Database} db */
  constructor(db) {
    this.db = db;
    // Survives the end of the process, not a power cut: as `durability: "process"`.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    db.exec("CREATE TABLE IF NOT EXISTS parameters (name TEXT PRIMARY KEY, value TEXT, type TEXT, lastModified TEXT)");
    this.selectOne = db.prepare("SELECT value FROM parameters WHERE name = ?");
    this.selectAll = db.prepare("SELECT * FROM parameters");
    this.upsert = db.prepare("INSERT OR REPLACE INTO parameters VALUES (?, ?, ?, ?)");
  }

  /** @param {string} name */
  async getParameter(name) {
    const row = /** @type {{ value: string } | undefined} */ (this.selectOne.get(name));
    return row?.value ?? null;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  async setParameter(name, value) {
    this.#put(name, entry(value));
  }

  async getAllParameters() {
    const rows = /** @type {({ name: string } & Api.MockSSMParameter)[]} */ (this.selectAll.all());
    return Object.fromEntries(rows.map(({ name, ...parameter }) => [name, parameter]));
  }

  /** @param {{ ssm: { parameters: Parameters } }} patch */
  async patchState({ ssm }) {
    this.db.exec("BEGIN");
    for (const [name, parameter] of Object.entries(ssm.parameters)) this.#put(name, parameter);
    this.db.exec("COMMIT");
  }

  async close() {
    this.db.close();
  }

  /**
   * @param {string} name
   * @param {Api.MockSSMParameter} parameter
   */
  #put(name, { value, type, lastModified }) {
    this.upsert.run(name, value, type, lastModified);
  }
}

/**
 * @param {string} value
 * @returns {Api.MockSSMParameter}
 */
function entry(value) {
  return { value, type: "String", lastModified: new Date().toISOString() };
}

module.exports = { LmdbStore, LowdbStore, SqliteStore };
