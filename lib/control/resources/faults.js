"use strict";

/* Rules, operation failures and the latency. */

const { addFault } = require("../../add-fault.js");
const { engineOf } = require("../../aws/account.js");
const { Created } = require("../call.js");
const { invalid, notFound } = require("../errors.js");
const { suggestion } = require("../suggestion.js");
const { stateOf } = require("./state.js");

/** @typedef {import("../call.js").Call} Call */

/** @param {Call} call */
async function getFaults({ store }) {
  return store.getFaults();
}

/** @param {Call} call */
async function postFault(call) {
  return new Created(await added(call, call.body));
}

/**
 * Adds a rule; the answer says so where no call can meet it.
 *
 * @param {Call} call
 * @param {unknown} rule
 */
async function added(call, rule) {
  const { id, warnings } = await addFault(engineOf(call.store), rule);
  return call.written({ id, ...(warnings.length > 0 && { warnings }) });
}

/** @param {Call} call */
async function deleteFaults(call) {
  await call.store.clearFaults();
  return call.written();
}

/** @param {Call} call */
async function getFault({ store, name }) {
  const faults = await store.getFaults();
  const fault = faults.find(({ id }) => id === name);
  if (fault === undefined) throw await noFault(store, name);
  return fault;
}

/** @param {Call} call */
async function putFault(call) {
  const { store, name, body } = call;
  if (body?.id !== undefined && body.id !== name) throw invalid('The "id" of the body is not that of the path.');
  const isThere = (await store.getFaults()).some(({ id }) => id === name);
  const isObject = typeof body === "object" && body !== null;
  const answer = await added(call, isObject ? { ...body, id: name } : body);
  return isThere ? answer : new Created(answer);
}

/** @param {Call} call */
async function deleteFault(call) {
  const { store, name } = call;
  if (!(await store.removeFault(name))) throw await noFault(store, name);
  return call.written();
}

/**
 * @param {import("../../store.js").MockStateStore} store
 * @param {string} name
 */
async function noFault(store, name) {
  const ids = (await store.getFaults()).map(({ id }) => id);
  return notFound(`There is no fault ${JSON.stringify(name)}${suggestion(name, ids)}`);
}

/** @param {Call} call */
async function getFailures({ store }) {
  return (await stateOf(store)).faults.operationFailures;
}

/** @param {Call} call */
async function deleteFailures(call) {
  await call.store.clearAllFailures();
  return call.written();
}

/** @param {Call} call */
async function putFailure(call) {
  await call.store.setOperationFailure(call.name, call.body);
  return call.written();
}

/** @param {Call} call */
async function deleteFailure(call) {
  const { store, name } = call;
  if ((await store.getOperationFailure(name)) === undefined) {
    const names = Object.keys((await stateOf(store)).faults.operationFailures);
    throw notFound(`There is no failure of ${JSON.stringify(name)}${suggestion(name, names)}`);
  }
  await store.clearOperationFailure(name);
  return call.written();
}

/** @param {Call} call */
async function getLatency({ store }) {
  return { ms: await store.getGlobalLatency() };
}

/** @param {Call} call */
async function putLatency(call) {
  await call.store.setGlobalLatency(call.members(["ms"]).ms);
  return call.written();
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "faults", getFaults],
  ["POST", "faults", postFault],
  ["DELETE", "faults", deleteFaults],
  ["GET", "faults/:name", getFault],
  ["PUT", "faults/:name", putFault],
  ["DELETE", "faults/:name", deleteFault],
  ["GET", "failures", getFailures],
  ["DELETE", "failures", deleteFailures],
  ["PUT", "failures/:name", putFailure],
  ["DELETE", "failures/:name", deleteFailure],
  ["GET", "latency", getLatency],
  ["PUT", "latency", putLatency],
];

exports.ROUTES = ROUTES;
