"use strict";

/* The account as a whole. */

const { areaOf } = require("../../areas.js");
const { engineOf } = require("../../aws/account.js");
const { notFound } = require("../errors.js");
const { suggestion } = require("../suggestion.js");

/** @typedef {import("../call.js").Call} Call */
/** @typedef {import("../../areas.js").Area} Area */
/** @typedef {import("../../areas.js").Areas} Areas */
/** @typedef {import("../../cache.js").Cache} Cache */

/** What is counted, and the areas it is in. */
const COUNTED = {
  parameters: "parameter",
  commands: "command",
  backups: "backups",
  volumes: "volume",
  images: "image",
  stacks: "stack",
  functions: "function",
  emails: "sentEmail",
  faults: "faultRules",
  operationFailures: "operationFailure",
  scheduled: "scheduled",
};

/** @param {Pick<Call, "store">} call */
async function status({ store }) {
  const engine = engineOf(store);
  const [{ instance, cloudformation, clock, counts }, scenario, snapshots, calls] = await Promise.all([
    engine.read(glance),
    store.currentScenario(),
    store.listSnapshots(),
    engine.calls(),
  ]);
  const { instanceId, state, publicIp } = instance;
  const { exists, status } = cloudformation;
  return {
    version: require("../../../package.json").version,
    pid: process.pid,
    ...engine.account,
    revision: await store.revision(),
    clock: clockOf(store, clock),
    scenario: scenario ?? null,
    instance: { instanceId, state, publicIp },
    stack: { exists, status },
    counts: { ...counts, snapshots: snapshots.length, calls: lines(calls) },
  };
}

/**
 * The account, however large, without a copy of it.
 *
 * @param {Cache} cache
 * @param {Areas} areas
 */
function glance(cache, areas) {
  const documentOf = (/** @type {string} */ entry) => cache.document(areaOf(areas, entry));
  const [instance, cloudformation] = [documentOf("instance"), documentOf("cloudformation")];
  const others = cache.all(areaOf(areas, "ec2Instance"));
  /** @type {Record<string, number>} */
  const counts = { instances: others.size + (others.has(instance.instanceId) ? 0 : 1) };
  for (const [name, entry] of Object.entries(COUNTED)) counts[name] = countOf(cache, areaOf(areas, entry));
  counts.stacks += cloudformation.exists ? 1 : 0;
  return { instance, cloudformation, clock: documentOf("clock"), counts };
}

/**
 * How much is in an area: in its documents, or in its only one where that is a list.
 *
 * @param {Cache} cache
 * @param {Area} area
 * @returns {number}
 */
function countOf(cache, area) {
  if (area.shape === "named") return cache.all(area).size;
  if (area.shape === "list") return cache.list(area).length;
  const document = cache.document(area);
  return Array.isArray(document) ? document.length : Number(document !== null);
}

/**
 * The clock as it is told.
 *
 * @param {import("../../store.js").MockStateStore} store
 * @param {{ offsetMs?: number, frozenAt?: string } | null} clock
 */
function clockOf(store, clock) {
  const { offsetMs = 0, frozenAt } = clock ?? {};
  return { now: new Date(store.clock.now()).toISOString(), offsetMs, frozenAt };
}

/** @param {string} text */
function lines(text) {
  return text.split("\n").length - 1;
}

/** @param {Call} call */
async function areas({ store }) {
  return engineOf(store).read(listAreas);
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 */
function listAreas(cache, areas) {
  return areas.list.map((area) => {
    const { entry, path, section, shape } = area;
    return { name: entry, path, section, shape, count: countOf(cache, area) };
  });
}

/**
 * An area, also where the state does not name it.
 *
 * @param {Call} call
 */
async function getArea({ store, name }) {
  const engine = engineOf(store);
  const { byEntry } = engine.areas;
  const area = byEntry.get(name);
  if (area === undefined) {
    throw notFound(`There is no area ${JSON.stringify(name)}${suggestion(name, [...byEntry.keys()])}`);
  }
  return engine.read(copyArea, area);
}

/**
 * @param {Cache} cache
 * @param {Areas} _
 * @param {Area} area
 */
function copyArea(cache, _, area) {
  if (area.shape === "named") return cache.copyAll(area);
  return area.shape === "list" ? cache.copyList(area) : cache.copyDocument(area);
}

/** @param {Call} call */
async function reset(call) {
  await call.store.resetState();
  return call.written({ message: "The account has been reset." });
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "", status],
  ["GET", "status", status],
  ["GET", "areas", areas],
  ["GET", "areas/:name", getArea],
  ["POST", "reset", reset],
];

module.exports = { ROUTES, clockOf, status };
