"use strict";

/**
 * A call of AWS as it came, in process or over HTTP.
 *
 * @typedef {{
 *   method: string,
 *   target: string,
 *   headers: Record<string, string>,
 *   body: Uint8Array | string | undefined,
 *   signal?: AbortSignal,
 * }} AwsRequest `target` is the path with the query, names of headers are lower case
 * @typedef {{ statusCode: number, headers: Record<string, string>, body: Uint8Array }} AwsResponse
 */

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/mock</Arn><UserId>AIDAMOCK</UserId><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/**
 * Placeholder: answers every request as STS does `GetCallerIdentity`.
 *
 * @param {import("../engine.js").Engine} engine
 * @param {AwsRequest} _request
 * @returns {Promise<AwsResponse>}
 */
async function dispatch(engine, _request) {
  engine.cache; // throws where the store is closed
  const headers = { "content-type": "text/xml", "x-amzn-requestid": "00000000-0000-4000-8000-000000000000" };
  return { statusCode: 200, headers, body: new TextEncoder().encode(IDENTITY) };
}

exports.dispatch = dispatch;
