"use strict";

const { RequestError, invalid, notFound } = require("./errors.js");
const { suggestion } = require("./suggestion.js");

/** @typedef {import("./call.js").Call} Call */
/** @typedef {(call: Call) => unknown} Handler */
/**
 * A method, a path below the prefix, what answers it, and the parameters that its query can have. In a path, `:name` is
 * one segment, and `*` any number of them.
 *
 * @typedef {[method: string, path: string, handler: Handler, query?: string[]]} Route
 */
/** @typedef {{ handler: Handler, names: string[] }} Match */

/** The parameters of every query. */
const COMMON = ["secrets", "name"];

/** @type {Route[]} */
const ROUTES = [
  ...require("./resources/account.js").ROUTES,
  ...require("./resources/state.js").ROUTES,
  ...require("./resources/scenarios.js").ROUTES,
  ...require("./resources/faults.js").ROUTES,
  ...require("./resources/time.js").ROUTES,
  ...require("./resources/snapshots.js").ROUTES,
  ...require("./resources/calls.js").ROUTES,
  ...require("./resources/events.js").ROUTES,
  ...require("./resources/inspector.js").ROUTES,
];

/**
 * The route of a request.
 *
 * @param {string} method
 * @param {string[]} segments
 * @param {URLSearchParams} query
 * @param {string} prefix for messages
 * @returns {Match}
 */
function findRoute(method, segments, query, prefix) {
  const name = query.get("name");
  const wanted = name === null ? segments : [...segments, name];
  const matching = ROUTES.map((route) => ({ route, names: namesIn(route[1], wanted) })).filter(({ names }) => names);
  if (matching.length === 0) throw noRoute(segments, name, prefix);
  const found = matching.find(({ route }) => route[0] === (method === "HEAD" ? "GET" : method));
  if (found === undefined) {
    const allowed = matching.map(({ route }) => route[0]).join(", ");
    const message = `${prefix}/${segments.join("/")} takes ${allowed}, not ${method}.`;
    throw new RequestError(405, "ERR_METHOD_NOT_ALLOWED", message, { allow: allowed });
  }
  const [, , handler, parameters = []] = found.route;
  checkQuery(query, [...parameters, ...COMMON]);
  return { handler, names: /** @type {string[]} */ (found.names) };
}

/**
 * The names in a path; `undefined` where it is none of that pattern.
 *
 * @param {string} pattern
 * @param {string[]} segments
 */
function namesIn(pattern, segments) {
  const parts = pattern === "" ? [] : pattern.split("/");
  if (parts.at(-1) === "*") {
    const fixed = parts.slice(0, -1);
    const isBelow = segments.length > fixed.length && fixed.every((part, index) => part === segments[index]);
    return isBelow ? segments.slice(fixed.length) : undefined;
  }
  if (parts.length !== segments.length) return undefined;
  if (!parts.every((part, index) => part === ":name" || part === segments[index])) return undefined;
  return segments.filter((_, index) => parts[index] === ":name");
}

/**
 * @param {URLSearchParams} query
 * @param {string[]} parameters
 */
function checkQuery(query, parameters) {
  for (const name of query.keys()) {
    if (!parameters.includes(name)) {
      throw invalid(`There is no parameter ${JSON.stringify(name)} here${suggestion(name, parameters)}`);
    }
  }
}

/**
 * @param {string[]} segments
 * @param {string | null} name
 * @param {string} prefix
 */
function noRoute(segments, name, prefix) {
  const path = segments.join("/");
  const resources = [...new Set(ROUTES.map(([, pattern]) => pattern))].filter((pattern) => pattern !== "");
  const what = name === null ? "" : " with a name";
  const show = (/** @type {string} */ resource) => `${prefix}/${resource.replace(":name", "{name}")}`;
  return notFound(`There is no ${prefix}/${path}${what}${suggestion(path, resources, show)}`);
}

exports.findRoute = findRoute;
