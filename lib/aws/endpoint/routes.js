"use strict";

/* What answers a request: the control API below its prefix, and AWS everywhere else. */

const { engineOf } = require("../account.js");
const { dispatch } = require("../dispatch.js");
const { refusal } = require("../http/refusal.js");

/** @typedef {import("../../store.js").MockStateStore} MockStateStore */
/** @typedef {import("../http/server.js").Service} Service */

const PREFIX = "/_mock";

const TO_INSPECTOR = { statusCode: 302, headers: { location: `${PREFIX}/inspector` }, body: "" };

/**
 * @param {MockStateStore | undefined} store by default the one of `getMockStateStore()`
 * @returns {(target: string) => Service}
 */
function services(store) {
  /** @type {Service} */
  const aws = {
    bodyBytes: Number.POSITIVE_INFINITY,
    refuse: refusal,
    answer: async (request) => (isBrowserAtRoot(request) ? TO_INSPECTOR : dispatch(engineOf(store), request)),
  };
  /** @type {Service | undefined} */
  let control;
  return (target) => {
    if (!target.startsWith(PREFIX) || !/^(?:[/?]|$)/.test(target.slice(PREFIX.length))) return aws;
    // Loaded with its first request: most endpoints get none.
    control ??= require("./control.js").controlService(store, PREFIX);
    return control;
  };
}

/**
 * Whether somebody looks at what is at the port: AWS's clients ask for no HTML.
 *
 * @param {import("../dispatch.js").AwsRequest} request
 */
function isBrowserAtRoot({ method, target, headers }) {
  return method === "GET" && target === "/" && String(headers.accept).includes("text/html");
}

exports.services = services;
