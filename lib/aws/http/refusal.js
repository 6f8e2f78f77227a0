"use strict";

/* Errors of the endpoint itself, in the form that the client of a service reads. */

/** @typedef {import("../dispatch.js").AwsResponse} AwsResponse */

/**
 * @param {import("node:http").IncomingHttpHeaders} headers of the request
 * @param {number} statusCode
 * @param {string} code of AWS, without `Exception`
 * @param {string} message
 * @returns {AwsResponse}
 */
function refusal(headers, statusCode, code, message) {
  if (!speaksXml(headers)) {
    const name = `${code}Exception`;
    return json(statusCode, { __type: name, message }, { "x-amzn-errortype": name });
  }
  const error = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    serviceOf(headers) === "ec2"
      ? `<Response><Errors><Error>${error}</Error></Errors></Response>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`;
  return { statusCode, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
}

/**
 * @param {number} statusCode
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 * @returns {AwsResponse}
 */
function json(statusCode, value, headers) {
  return {
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** @param {import("node:http").IncomingHttpHeaders} headers */
function speaksXml(headers) {
  return (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
}

/**
 * The service in the scope of the credentials.
 *
 * @param {import("node:http").IncomingHttpHeaders} headers
 */
function serviceOf(headers) {
  return /Credential=[^,]*\/([^/,]+)\/aws4_request/.exec(headers.authorization ?? "")?.[1];
}

/** @param {string} text */
function escapeXml(text) {
  return text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
}

module.exports = { json, refusal };
