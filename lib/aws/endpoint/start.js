"use strict";

const { sharedStore } = require("../../singleton.js");
const { testAccount } = require("../../test-account.js");
const { warn } = require("../../warnings.js");
const { CREDENTIALS, regionOf } = require("../account.js");
const { readOptions } = require("./options.js");
const { setEnvironment } = require("./environment.js");
const { Guard } = require("../http/guard.js");
const { HttpServer } = require("../http/server.js");
const { LIMITS } = require("../http/limits.js");
const { services } = require("./routes.js");

/** @import * as Api from "../../../aws.js" */
/** @typedef {import("../../store.js").MockStateStore} MockStateStore */
/** @typedef {ReturnType<typeof readOptions>} Options */

/**
 * @typedef {{
 *   port: number,
 *   store: MockStateStore | undefined,
 *   settings: string,
 *   started: Promise<Endpoint>,
 * }} Entry `store` is `undefined` for that of `getMockStateStore()`
 */

// Registered, and on the global object: every copy of this module in the realm finds the same endpoints.
const ENDPOINTS = Symbol.for("mock-state-store.endpoints");
const realm = /** @type {{ [ENDPOINTS]?: Set<Entry> }} */ (globalThis);

/**
 * @param {Api.EndpointOptions} [given]
 * @param {typeof LIMITS} [limits]
 * @returns {Promise<Endpoint>}
 */
async function startEndpoint(given, limits = LIMITS) {
  const options = readOptions(given);
  // A request on a socket does not tell which test it belongs to.
  options.store ??= testAccount()?.store;
  const entry = findEntry(options) ?? addEntry(options, limits);
  const endpoint = await entry.started;
  if (options.setEnvironment) endpoint.setEnvironment();
  return endpoint;
}

/**
 * The entry of the endpoint that is there for a store and a port.
 *
 * @param {Options} options
 */
function findEntry({ port, store, host, allowedHosts }) {
  const current = store ?? sharedStore();
  const entry = [...(realm[ENDPOINTS] ?? [])].find((other) => {
    return other.port === port && (other.store === store || (other.store ?? sharedStore()) === current);
  });
  if (entry !== undefined && entry.settings !== JSON.stringify([host, allowedHosts])) {
    warn(
      "ERR_OPTIONS_IGNORED",
      `startEndpoint() has already started its endpoint on port ${port}, with another "host" or "allowedHosts"`,
    );
  }
  return entry;
}

/**
 * @param {Options} options
 * @param {typeof LIMITS} limits
 */
function addEntry({ port, store, host, allowedHosts }, limits) {
  realm[ENDPOINTS] ??= new Set();
  const entries = realm[ENDPOINTS];
  const remove = () => entries.delete(entry);
  const guard = new Guard([...allowedHosts, reachable(host)]);
  const server = new HttpServer(guard, services(store), limits);
  const started = server.listen(host, port).then((address) => {
    // Only now is that of port 0 known.
    entry.port = address.port;
    return new Endpoint(server, host, address.port, regionOf(store), remove);
  });
  // Port 0 is another port each time.
  const entry = { port: port || Number.NaN, store, settings: JSON.stringify([host, allowedHosts]), started };
  entries.add(entry);
  started.catch(remove);
  return entry;
}

/** @implements {Api.MockEndpoint} */
class Endpoint {
  #server;
  #remove;
  /** @type {(() => void) | undefined} */
  #restoreEnvironment;
  /** @type {Promise<void> | undefined} */
  #closed;

  /**
   * @param {HttpServer} server
   * @param {string} host
   * @param {number} port
   * @param {string} region
   * @param {() => void} remove takes it from the endpoints that are there
   */
  constructor(server, host, port, region, remove) {
    this.#server = server;
    this.#remove = remove;
    this.url = `http://${reachable(host)}:${port}`;
    this.port = port;
    this.env = Object.freeze({
      AWS_ENDPOINT_URL: this.url,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    });
  }

  /** Sets the variables in this process, until the endpoint is closed. */
  setEnvironment() {
    if (this.#closed !== undefined) return;
    // Again, where somebody has changed them since.
    this.#restoreEnvironment?.();
    this.#restoreEnvironment = setEnvironment(this.env);
  }

  /** Keeps the process alive, until the endpoint is closed. */
  ref() {
    this.#server.ref();
  }

  close() {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  async #close() {
    this.#remove();
    this.#restoreEnvironment?.();
    await this.#server.close();
  }
}

/**
 * An address of this machine at which what listens at `host` is reached, as it is in a URL.
 *
 * @param {string} host
 */
function reachable(host) {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

exports.startEndpoint = startEndpoint;
