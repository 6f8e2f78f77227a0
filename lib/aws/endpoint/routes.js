"use strict";

const { getMockStateStore } = require("../../singleton.js");
const { engineOf } = require("../account.js");
const { dispatch } = require("../dispatch.js");
const { json } = require("../http/refusal.js");

/** @typedef {import("../dispatch.js").AwsRequest} AwsRequest */
/** @typedef {import("../dispatch.js").AwsResponse} AwsResponse */
/** @typedef {import("../dispatch.js").Outcome} Outcome */

/** What is no call of AWS begins with this. */
const OWN = "/_mock/";

/**
 * @param {import("../../store.js").MockStateStore | undefined} store by default the one of `getMockStateStore()`
 * @param {AwsRequest} request
 * @returns {Promise<Outcome>}
 */
function route(store, request) {
  return request.target.startsWith(OWN) ? control(store, request) : dispatch(engineOf(store), request);
}

/**
 * @param {import("../../store.js").MockStateStore | undefined} store
 * @param {AwsRequest} request
 * @returns {Promise<AwsResponse>}
 */
async function control(store = getMockStateStore(), { method, target }) {
  if (target.slice(OWN.length).split("?", 1)[0] !== "reset") {
    return json(404, { message: `There is no ${OWN}… of that name; there is POST ${OWN}reset.` });
  }
  if (method !== "POST") {
    return json(405, { message: `${OWN}reset takes POST.` }, { allow: "POST" });
  }
  await store.resetState();
  return json(200, { message: "The account has been reset." });
}

exports.route = route;
