"use strict";

const { Client } = require("./client.js");
const { UsageError } = require("../errors.js");
const { print } = require("../warnings.js");

/** @import * as Api from "../../../index.js" */
/** @typedef {import("./index.js").Account} Account */

/** Where the resources are below the port of an endpoint. */
const PREFIX = "/_mock";

/** What is printed is masked here, for a file and for a URL alike. */
const SHOW = { secrets: "show" };

/**
 * An account that runs somewhere, by its control API.
 *
 * @implements {Account}
 */
class UrlAccount {
  #client;
  clock;

  /**
   * @param {string} where
   * @param {Client} client
   */
  constructor(where, client) {
    this.where = where;
    this.inspector = client.urlOf("/inspector");
    this.#client = client;
    const clock = (/** @type {string} */ action, /** @type {unknown} */ body) =>
      client.ask("POST", `/clock/${action}`, {}, body);
    this.clock = {
      advance: (/** @type {number} */ ms) => clock("advance", { ms }),
      set: (/** @type {unknown} */ time) => clock("set", { time }),
      freeze: () => clock("freeze", undefined),
      resume: () => clock("resume", undefined),
    };
  }

  status() {
    return this.#client.ask("GET", "/status");
  }

  clockStatus() {
    return this.#client.ask("GET", "/clock");
  }

  async revision() {
    return (await this.status()).revision;
  }

  stateJson() {
    return this.#client.ask("GET", "/state", SHOW);
  }

  /** @param {unknown} patch */
  patchState(patch) {
    return this.#client.ask("PATCH", "/state", {}, patch);
  }

  resetState() {
    return this.#client.ask("POST", "/reset");
  }

  /** @param {unknown} instance */
  setInstance(instance) {
    return this.#client.ask("PATCH", "/instance", {}, instance);
  }

  /** @param {unknown} state */
  updateInstanceState(state) {
    return this.#client.ask("PUT", "/instance/state", {}, { state });
  }

  /**
   * @param {string} name
   * @param {string} value
   * @param {Api.MockSSMParameter["type"]} [type]
   */
  setParameter(name, value, type) {
    return this.#client.ask("PUT", "/parameters", { name }, { value, type });
  }

  /** @param {string} name */
  deleteParameter(name) {
    return this.#client.find("DELETE", "/parameters", { name });
  }

  /** @param {unknown} transitions */
  setTransitions(transitions) {
    return this.#client.ask("PATCH", "/transitions", {}, transitions);
  }

  scheduled() {
    return this.#client.ask("GET", "/scheduled", SHOW);
  }

  listScenarios() {
    return this.#client.ask("GET", "/scenarios");
  }

  async currentScenario() {
    return (await this.#client.ask("GET", "/scenario")) ?? undefined;
  }

  /** @param {unknown} scenario */
  applyScenario(scenario) {
    return this.#client.ask("POST", "/scenario", {}, scenario);
  }

  /** @param {unknown} rule */
  async addFault(rule) {
    const { id, warnings = [] } = await this.#client.ask("POST", "/faults", {}, rule);
    for (const message of warnings) print(message);
    return id;
  }

  /** @param {string} id */
  async removeFault(id) {
    return (await this.#client.find("DELETE", "/faults", { name: id })) !== undefined;
  }

  clearFaults() {
    return this.#client.ask("DELETE", "/faults");
  }

  clearAllFailures() {
    return this.#client.ask("DELETE", "/failures");
  }

  /** @param {string} name */
  snapshot(name) {
    return this.#client.ask("PUT", `/snapshots/${encodeURIComponent(name)}`);
  }

  /** @param {string} name */
  restore(name) {
    return this.#client.ask("POST", `/snapshots/${encodeURIComponent(name)}/restore`);
  }

  listSnapshots() {
    return this.#client.ask("GET", "/snapshots");
  }

  /** @param {string} name */
  async deleteSnapshot(name) {
    return (await this.#client.find("DELETE", `/snapshots/${encodeURIComponent(name)}`)) !== undefined;
  }

  /**
   * @param {string} from
   * @param {string} [to]
   */
  diff(from, to) {
    return this.#client.ask("GET", `/snapshots/${encodeURIComponent(from)}/diff`, { to, ...SHOW });
  }

  /** @param {string | undefined} id */
  callsAfter(id) {
    return this.#client.ask("GET", "/calls", { after: id });
  }

  /** @param {Api.ChangesOptions} [options] */
  changes({ sections, signal } = {}) {
    const query = { sections: sections?.join(","), calls: "false", ...SHOW };
    return this.#client.events("/events", query, "change", signal);
  }

  async close() {}
}

/**
 * @param {string} text
 * @param {number} [timeoutMs]
 */
function openUrl(text, timeoutMs) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--url must be a URL such as http://127.0.0.1:4566, not "${text}".`);
  }
  const path = url.pathname.replace(/\/+$/, "");
  return new UrlAccount(text, new Client(new URL(path === "" ? PREFIX : path, url), timeoutMs));
}

exports.openUrl = openUrl;
