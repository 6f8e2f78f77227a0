"use strict";

/* The control API at the port of an endpoint. */

const { control, refusal } = require("../../control/control.js");
const { RequestError } = require("../../control/errors.js");
const { LIMITS } = require("../../control/limits.js");

/** @typedef {import("../dispatch.js").AwsRequest} AwsRequest */

/** @type {Record<number, string>} */
const CODES = { 403: "ERR_FORBIDDEN", 413: "ERR_BODY_TOO_LARGE" };

/**
 * @param {import("../../store.js").MockStateStore | undefined} store
 * @param {string} prefix
 * @returns {import("../http/server.js").Service}
 */
function controlService(store, prefix) {
  return {
    bodyBytes: LIMITS.bodyBytes,
    refuse: (_headers, statusCode, _code, message) => {
      return refusal(new RequestError(statusCode, CODES[statusCode] ?? "ERR_INTERNAL", message));
    },
    answer: (request) => control(store, toControlRequest(request, prefix), prefix),
  };
}

/**
 * @param {AwsRequest} request
 * @param {string} prefix
 * @returns {import("../../control/call.js").ControlRequest}
 */
function toControlRequest({ method, target, headers, body }, prefix) {
  const [path, ...query] = target.slice(prefix.length).split("?");
  return {
    method,
    path,
    search: query.join("?"),
    contentType: headers["content-type"],
    lastEventId: headers["last-event-id"],
    body: async () => (typeof body === "string" ? Buffer.from(body) : body),
  };
}

exports.controlService = controlService;
