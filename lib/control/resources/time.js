"use strict";

/* The clock, how long things take, and what is to happen. */

const { areaOf } = require("../../areas.js");
const { engineOf } = require("../../aws/account.js");
const { Created } = require("../call.js");
const { notFound } = require("../errors.js");
const { suggestion } = require("../suggestion.js");
const { clockOf } = require("./account.js");

/** @typedef {import("../call.js").Call} Call */

/** @param {Call} call */
async function getClock({ store }) {
  return clockOf(store, await engineOf(store).read(readClock));
}

/**
 * @param {import("../../cache.js").Cache} cache
 * @param {import("../../areas.js").Areas} areas
 */
function readClock(cache, areas) {
  return cache.document(areaOf(areas, "clock"));
}

/** @param {Call} call */
async function advanceClock(call) {
  await call.store.clock.advance(call.members(["ms"]).ms);
  return movedClock(call);
}

/** @param {Call} call */
async function setClock(call) {
  await call.store.clock.set(call.members(["time"]).time);
  return movedClock(call);
}

/** @param {Call} call */
async function freezeClock(call) {
  await call.store.clock.freeze();
  return movedClock(call);
}

/** @param {Call} call */
async function resumeClock(call) {
  await call.store.clock.resume();
  return movedClock(call);
}

/** @param {Call} call */
async function movedClock(call) {
  return call.written(await getClock(call));
}

/** @param {Call} call */
async function getTransitions({ store }) {
  return store.getTransitions();
}

/** @param {Call} call */
async function patchTransitions(call) {
  await call.store.setTransitions(call.body);
  return call.written();
}

/** @param {Call} call */
async function getScheduled({ store }) {
  return store.scheduled();
}

/** @param {Call} call */
async function postScheduled(call) {
  const { delayMs, patch } = call.members(["delayMs", "patch"]);
  const id = await call.store.schedule(delayMs, patch);
  return new Created(await call.written({ id }));
}

/** @param {Call} call */
async function deleteScheduled(call) {
  const { store, name } = call;
  if (await store.cancel(name)) return call.written();
  const ids = (await store.scheduled()).map(({ id }) => id);
  throw notFound(`Nothing is scheduled as ${JSON.stringify(name)}${suggestion(name, ids)}`);
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "clock", getClock],
  ["POST", "clock/advance", advanceClock],
  ["POST", "clock/set", setClock],
  ["POST", "clock/freeze", freezeClock],
  ["POST", "clock/resume", resumeClock],
  ["GET", "transitions", getTransitions],
  ["PATCH", "transitions", patchTransitions],
  ["GET", "scheduled", getScheduled],
  ["POST", "scheduled", postScheduled],
  ["DELETE", "scheduled/:name", deleteScheduled],
];

exports.ROUTES = ROUTES;
