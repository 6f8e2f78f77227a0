"use strict";

/* The calls of AWS that were made. */

const { callFilter } = require("../../call-filter.js");
const { notFound } = require("../errors.js");

/** @import * as Api from "../../../index.js" */
/** @typedef {import("../call.js").Call} Call */

/** @param {Call} call */
async function getCalls(call) {
  const { store, query } = call;
  const [limit, isSummary] = [call.count("limit"), call.flag("summary", false)];
  const calls = callsAfter(await store.calls(), query.get("after")).filter(callFilter(filterOf(query)));
  const last = limit === undefined ? calls : calls.slice(Math.max(calls.length - limit, 0));
  return isSummary ? last.map(summaryOf) : last;
}

/**
 * @param {URLSearchParams} query
 * @returns {Api.CallFilter}
 */
function filterOf(query) {
  const since = query.get("since") ?? undefined;
  const isNumber = since !== undefined && /^\d+$/.test(since);
  return {
    service: query.get("service") ?? undefined,
    operation: query.get("operation") ?? undefined,
    since: isNumber ? Number(since) : since,
  };
}

/**
 * @param {Api.MockCall[]} calls
 * @param {string | null} after
 */
function callsAfter(calls, after) {
  return after === null ? calls : calls.slice(calls.findLastIndex(({ id }) => id === after) + 1);
}

/**
 * A call without what can be large.
 *
 * @param {Api.MockCall} call
 */
function summaryOf({ input, output, ...rest }) {
  return rest;
}

/** @param {Call} call */
async function getCall({ store, name }) {
  const call = (await store.calls()).find(({ id }) => id === name);
  if (call !== undefined) return call;
  throw notFound(`There is no call ${JSON.stringify(name)}, or it is no longer kept.`);
}

/** @param {Call} call */
async function deleteCalls(call) {
  await call.store.clearCalls();
  return call.written();
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "calls", getCalls, ["service", "operation", "since", "after", "limit", "summary"]],
  ["GET", "calls/:name", getCall],
  ["DELETE", "calls", deleteCalls],
];

module.exports = { ROUTES, summaryOf };
