"use strict";

const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { defaultState, mapping, now, parse, stringify } = require("./plain-state.js");

/** @import * as Api from "../index.js" */
/** @import { StoredState } from "./plain-state.js" */

const COMMAND_HISTORY_LIMIT = 1000;

/**
 * The baseline: the methods of `MockStateStore` that are measured, in ordinary JavaScript. An awaited mutex serializes
 * the calls, reads return shallow copies, and `persistNow` writes the file. Arguments are not checked.
 */
class PlainStore {
  #unlocked = Promise.resolve();

  /** @param {Api.MockStateStoreOptions} [options] */
  constructor({ persistencePath } = {}) {
    this.file = persistencePath;
    this.state = defaultState();
    this.load();
  }

  /** The mutex. @template T @param {() => T | Promise<T>} work @returns {Promise<T>} */
  async exclusively(work) {
    const unlocked = this.#unlocked;
    let unlock = () => {};
    this.#unlocked = new Promise((resolve) => {
      unlock = resolve;
    });
    await unlocked;
    try {
      return await work();
    } finally {
      unlock();
    }
  }

  /** @template T @param {() => T} work @returns {Promise<T>} */
  read(work) {
    return this.exclusively(work);
  }

  /** @template T @param {() => T} work @returns {Promise<T>} */
  write(work) {
    return this.exclusively(work);
  }

  load() {
    if (this.file !== undefined && existsSync(this.file)) this.state = parse(readFileSync(this.file, "utf8"));
  }

  save() {
    if (this.file !== undefined) writeFileSync(this.file, stringify(this.state), { mode: 0o600 });
  }

  getInstance() {
    return this.read(() => ({ ...this.state.instance }));
  }

  /** @param {Partial<Api.MockInstanceState>} instance */
  setInstance(instance) {
    return this.write(() => {
      this.state.instance = { ...this.state.instance, ...instance, lastUpdated: now() };
    });
  }

  /** @param {Api.ServerState} state */
  updateInstanceState(state) {
    return this.write(() => {
      const { instance } = this.state;
      instance.state = state;
      instance.lastUpdated = now();
      if (state !== "running") delete instance.publicIp;
      else instance.publicIp ??= "203.0.113.42";
    });
  }

  getPublicIp() {
    return this.read(() => this.state.instance.publicIp);
  }

  /** @param {string | undefined} publicIp */
  setPublicIp(publicIp) {
    return this.write(() => {
      const { instance } = this.state;
      if (publicIp === undefined) delete instance.publicIp;
      else instance.publicIp = publicIp;
      instance.lastUpdated = now();
    });
  }

  hasVolume() {
    return this.read(() => this.state.instance.hasVolume);
  }

  /** @param {boolean} hasVolume */
  setHasVolume(hasVolume) {
    return this.write(() => {
      const { instance } = this.state;
      instance.hasVolume = hasVolume;
      if (!hasVolume) instance.blockDeviceMappings = [];
      else if (!instance.blockDeviceMappings?.length) {
        instance.blockDeviceMappings = [mapping(`vol-mock${Date.now().toString(16)}`)];
      }
      instance.lastUpdated = now();
    });
  }

  /** @param {string} name */
  getParameter(name) {
    return this.read(() => this.state.ssm.parameters[name]?.value ?? null);
  }

  /** @param {string} name @param {string} value @param {Api.MockSSMParameter["type"]} [type] */
  setParameter(name, value, type = "String") {
    return this.write(() => {
      this.state.ssm.parameters[name] = { value, type, lastModified: now() };
    });
  }

  /** @param {string} name */
  deleteParameter(name) {
    return this.write(() => {
      delete this.state.ssm.parameters[name];
    });
  }

  getAllParameters() {
    return this.read(() => ({ ...this.state.ssm.parameters }));
  }

  getCommands() {
    return this.read(() => [...this.state.ssm.commands]);
  }

  /** @param {readonly string[]} commands */
  addCommand(commands) {
    return this.write(() => {
      const list = this.state.ssm.commands;
      const suffix = Math.random().toString(36).slice(2, 9).padEnd(7, "0");
      const commandId = `cmd-${Date.now()}-${suffix}`;
      list.push({ commandId, commands: [...commands], status: "Pending", createdAt: now() });
      if (list.length > COMMAND_HISTORY_LIMIT) list.shift();
      return commandId;
    });
  }

  /** @param {string} commandId @param {Partial<Api.MockSSMCommand>} updates */
  updateCommand(commandId, updates) {
    return this.write(() => {
      const command = this.state.ssm.commands.find((command) => command.commandId === commandId);
      if (command) Object.assign(command, updates);
    });
  }

  getBackups() {
    return this.read(() => [...this.state.backups]);
  }

  /** @param {Api.MockBackup} backup */
  addBackup(backup) {
    return this.write(() => {
      this.state.backups.push({ ...backup });
      this.state.backups.sort((a, b) => new Date(b.date).getTime() - new Date(a.date).getTime());
    });
  }

  /** @param {string} name */
  removeBackup(name) {
    return this.write(() => {
      this.state.backups = this.state.backups.filter((backup) => backup.name !== name);
    });
  }

  /** @param {Api.CostPeriod} period */
  getCosts(period) {
    return this.read(() => ({ ...this.state.costs[period] }));
  }

  /** @param {Api.CostPeriod} period @param {Api.MockCostData} costs */
  setCosts(period, costs) {
    return this.write(() => {
      this.state.costs[period] = { ...costs };
    });
  }

  getStackStatus() {
    return this.read(() => ({ ...this.state.cloudformation }));
  }

  /** @param {Partial<Api.MockCloudFormationStack>} stack */
  setStackStatus(stack) {
    return this.write(() => {
      this.state.cloudformation = { ...this.state.cloudformation, ...stack };
    });
  }

  getGlobalLatency() {
    return this.read(() => this.state.faults.globalLatencyMs);
  }

  /** @param {number} ms */
  setGlobalLatency(ms) {
    return this.write(() => {
      this.state.faults.globalLatencyMs = ms;
    });
  }

  /** @param {string} operation */
  getOperationFailure(operation) {
    return this.read(() => {
      const config = this.state.faults.operationFailures.get(operation);
      return config && { ...config };
    });
  }

  /** @param {string} operation @param {Api.OperationFailureConfig} config */
  setOperationFailure(operation, config) {
    return this.write(() => {
      this.state.faults.operationFailures.set(operation, { ...config });
    });
  }

  /** @param {string} operation */
  clearOperationFailure(operation) {
    return this.write(() => {
      this.state.faults.operationFailures.delete(operation);
    });
  }

  getState() {
    return this.read(() => {
      const { instance, ssm, backups, costs, cloudformation, faults } = this.state;
      return {
        instance: { ...instance },
        ssm: { parameters: { ...ssm.parameters }, commands: [...ssm.commands] },
        backups: [...backups],
        costs: { ...costs },
        cloudformation: { ...cloudformation },
        faults: { ...faults, operationFailures: new Map(faults.operationFailures) },
        pendingTimeouts: [],
      };
    });
  }

  /** @param {Partial<StoredState>} patch */
  patchState({ instance, ssm, backups, costs, cloudformation, faults }) {
    return this.write(() => {
      const { state } = this;
      if (instance) state.instance = { ...state.instance, ...instance };
      if (ssm?.parameters) state.ssm = { ...state.ssm, parameters: { ...state.ssm.parameters, ...ssm.parameters } };
      if (ssm?.commands) state.ssm = { ...state.ssm, commands: [...ssm.commands] };
      if (backups) state.backups = [...backups];
      if (costs) state.costs = { ...state.costs, ...costs };
      if (cloudformation) state.cloudformation = { ...state.cloudformation, ...cloudformation };
      if (typeof faults?.globalLatencyMs === "number") state.faults.globalLatencyMs = faults.globalLatencyMs;
      if (faults?.operationFailures) state.faults.operationFailures = new Map(faults.operationFailures);
    });
  }

  resetState() {
    return this.write(() => {
      this.state = defaultState();
      this.save();
    });
  }

  persistNow() {
    return this.exclusively(() => this.save());
  }
}

module.exports = { PlainStore };
