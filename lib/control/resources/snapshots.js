"use strict";

const { Created } = require("../call.js");
const { notFound } = require("../errors.js");
const { maskDiff } = require("../secrets.js");
const { suggestion } = require("../suggestion.js");

/** @import * as Api from "../../../index.js" */
/** @typedef {import("../call.js").Call} Call */

/** @param {Call} call */
async function listSnapshots({ store }) {
  return store.listSnapshots();
}

/** @param {Call} call */
async function putSnapshot(call) {
  const { store, name } = call;
  const isThere = await hasSnapshot(store, name);
  await store.snapshot(name);
  const answer = await call.written();
  return isThere ? answer : new Created(answer);
}

/** @param {Call} call */
async function deleteSnapshot(call) {
  const { store, name } = call;
  if (!(await store.deleteSnapshot(name))) throw await noSnapshot(store, name);
  return call.written();
}

/** @param {Call} call */
async function restore(call) {
  const { store, name } = call;
  if (!(await hasSnapshot(store, name))) throw await noSnapshot(store, name);
  await store.restore(name);
  return call.written();
}

/** @param {Call} call */
async function diff(call) {
  const { store, name, query } = call;
  const to = query.get("to") ?? undefined;
  for (const snapshot of to === undefined ? [name] : [name, to]) {
    if (!(await hasSnapshot(store, snapshot))) throw await noSnapshot(store, snapshot);
  }
  /** @type {Api.JsonPatchOperation[]} */
  const operations = await store.diff(name, to);
  if (call.showsSecrets) return operations;
  const parameters = to === undefined ? await store.getAllParameters() : {};
  return maskDiff(operations, parameters);
}

/**
 * @param {import("../../store.js").MockStateStore} store
 * @param {string} wanted
 */
async function hasSnapshot(store, wanted) {
  return (await namesOf(store)).includes(wanted);
}

/**
 * @param {import("../../store.js").MockStateStore} store
 * @param {string} name
 */
async function noSnapshot(store, name) {
  return notFound(`There is no snapshot ${JSON.stringify(name)}${suggestion(name, await namesOf(store))}`);
}

/** @param {import("../../store.js").MockStateStore} store */
async function namesOf(store) {
  /** @type {Api.SnapshotInfo[]} */
  const snapshots = await store.listSnapshots();
  return snapshots.map(({ name }) => name);
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "snapshots", listSnapshots],
  ["PUT", "snapshots/:name", putSnapshot],
  ["DELETE", "snapshots/:name", deleteSnapshot],
  ["POST", "snapshots/:name/restore", restore],
  ["GET", "snapshots/:name/diff", diff, ["to"]],
];

exports.ROUTES = ROUTES;
