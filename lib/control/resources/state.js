"use strict";

/* The state and its parts. */

const { areaOf } = require("../../areas.js");
const { engineOf } = require("../../aws/account.js");
const { notFound } = require("../errors.js");
const { keysOf, partOf } = require("../path.js");
const { maskSecrets } = require("../secrets.js");
const { suggestion } = require("../suggestion.js");

/** @typedef {import("../call.js").Call} Call */

/** So much of a value is in a list. */
const SUMMARY_LENGTH = 200;

/**
 * The state as its JSON has it.
 *
 * @param {import("../../store.js").MockStateStore} store
 * @returns {Promise<any>}
 */
async function stateOf(store) {
  const state = await store.getState();
  const { operationFailures } = state.faults;
  return { ...state, faults: { ...state.faults, operationFailures: Object.fromEntries(operationFailures) } };
}

/** @param {Call} call */
async function getState(call) {
  const state = await stateOf(call.store);
  // Before a value is taken out of its parameter.
  if (!call.showsSecrets) maskSecrets(state);
  return partOf(state, [...call.names, ...keysOf(call.query.get("path") ?? "")]);
}

/** @param {Call} call */
async function patchState(call) {
  await call.store.patchState(call.body);
  return call.written();
}

/** @param {Call} call */
async function getInstance({ store }) {
  return store.getInstance();
}

/** @param {Call} call */
async function patchInstance(call) {
  await call.store.setInstance(call.body);
  return call.written();
}

/** @param {Call} call */
async function putInstanceState(call) {
  await call.store.updateInstanceState(call.members(["state"]).state);
  return call.written();
}

/** @param {Call} call */
async function getParameters({ store }) {
  return store.getAllParameters();
}

/** @param {Call} call */
async function getParameter({ store, name }) {
  const parameters = await store.getAllParameters();
  if (Object.hasOwn(parameters, name)) return parameters[name];
  throw noParameter(name, Object.keys(parameters));
}

/**
 * A page of the parameters in the order of their names, each with the beginning of its value.
 *
 * @param {Call} call
 */
async function listParameters(call) {
  const search = (call.query.get("search") ?? "").toLowerCase();
  const [skip, limit] = [call.count("skip") ?? 0, call.count("limit") ?? Number.POSITIVE_INFINITY];
  return engineOf(call.store).read(pageOfParameters, { search, skip, limit });
}

/**
 * @param {import("../../cache.js").Cache} cache
 * @param {import("../../areas.js").Areas} areas
 * @param {{ search: string, skip: number, limit: number }} page
 */
function pageOfParameters(cache, areas, { search, skip, limit }) {
  const parameters = cache.all(areaOf(areas, "parameter"));
  const all = [...parameters.keys()];
  const names = search === "" ? all : all.filter((name) => name.toLowerCase().includes(search));
  const shown = names.sort().slice(skip, skip + limit);
  return { total: names.length, parameters: shown.map((name) => summaryOf(name, parameters.get(name))) };
}

/**
 * @param {string} name
 * @param {import("../../../index.js").MockSSMParameter} parameter
 */
function summaryOf(name, { value, type, lastModified, metadata }) {
  return { name, type, lastModified, value: value.slice(0, SUMMARY_LENGTH), version: metadata?.version ?? 1 };
}

/**
 * The earlier versions of a parameter, oldest first.
 *
 * @param {Call} call
 */
async function getParameterHistory({ store, name }) {
  const { ssm } = await store.getState();
  const prefix = `${name}:`;
  const isVersion = (/** @type {string} */ key) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length));
  const versions = Object.keys(ssm.parameterHistory ?? {}).filter(isVersion);
  const numbers = versions.map((key) => Number(key.slice(prefix.length))).sort((a, b) => a - b);
  return numbers.map((version) => ({ version, ...ssm.parameterHistory?.[`${prefix}${version}`] }));
}

/** @param {Call} call */
async function putParameter(call) {
  const { value, type } = call.members(["value", "type"]);
  await call.store.setParameter(call.name, value, type);
  return call.written();
}

/** @param {Call} call */
async function deleteParameter(call) {
  const { store, name } = call;
  if ((await store.getParameter(name)) === null) {
    throw noParameter(name, Object.keys(await store.getAllParameters()));
  }
  await store.deleteParameter(name);
  return call.written();
}

/**
 * @param {string} name
 * @param {string[]} names
 */
function noParameter(name, names) {
  return notFound(`There is no parameter ${JSON.stringify(name)}${suggestion(name, names)}`);
}

/** @param {Call} call */
async function getEmails({ store }) {
  return store.getSentEmails();
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "state", getState, ["path"]],
  ["PATCH", "state", patchState],
  ["GET", "state/*", getState],
  ["GET", "instance", getInstance],
  ["PATCH", "instance", patchInstance],
  ["PUT", "instance/state", putInstanceState],
  ["GET", "parameters", getParameters],
  ["GET", "parameter-list", listParameters, ["search", "skip", "limit"]],
  ["GET", "parameter-history/:name", getParameterHistory],
  ["GET", "parameters/:name", getParameter],
  ["PUT", "parameters/:name", putParameter],
  ["DELETE", "parameters/:name", deleteParameter],
  ["GET", "emails", getEmails],
];

module.exports = { ROUTES, stateOf };
