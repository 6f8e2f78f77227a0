"use strict";

/**
 * The target of the SDK's request, as its own handler puts it together from path, query and fragment.
 *
 * @param {import("../../../aws.js").AwsHttpRequest} request
 */
function targetOf({ path, query, fragment }) {
  const text = query ? queryOf(query) : "";
  return `${path || "/"}${text && `?${text}`}${fragment ? `#${fragment}` : ""}`;
}

/** @param {NonNullable<import("../../../aws.js").AwsHttpRequest["query"]>} query */
function queryOf(query) {
  const entries = [];
  for (const name of Object.keys(query).sort()) {
    const key = escapeUri(name);
    const value = query[name];
    if (Array.isArray(value)) entries.push(...value.map((item) => `${key}=${escapeUri(item)}`));
    else if (value === null || value === undefined) entries.push(key);
    else entries.push(`${key}=${escapeUri(value)}`);
  }
  return entries.join("&");
}

/** @param {string} text */
function escapeUri(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

exports.targetOf = targetOf;
