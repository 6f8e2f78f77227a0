"use strict";

/** @typedef {import("../call.js").Call} Call */

/** @param {Call} call */
async function listScenarios({ store }) {
  return store.listScenarios();
}

/** @param {Call} call */
async function getScenario({ store }) {
  return (await store.currentScenario()) ?? null;
}

/** @param {Call} call */
async function applyScenario(call) {
  const scenario = nameAlone(call.body);
  await call.store.applyScenario(scenario);
  return call.written({ name: typeof scenario === "string" ? scenario : scenario.name });
}

/**
 * The name where a body is an object with nothing else, which is no scenario.
 *
 * @param {any} body
 */
function nameAlone(body) {
  const isObject = typeof body === "object" && body !== null;
  return isObject && Object.keys(body).join() === "name" ? body.name : body;
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "scenarios", listScenarios],
  ["GET", "scenario", getScenario],
  ["POST", "scenario", applyScenario],
];

exports.ROUTES = ROUTES;
