"use strict";

/* The control API for requests of the web's own standard. */

const { Guard } = require("../aws/http/guard.js");
const { control, refusal, tooLarge } = require("./control.js");
const { RequestError, notFound } = require("./errors.js");
const { LIMITS } = require("./limits.js");

/**
 * @typedef {{
 *   store: import("../store.js").MockStateStore | undefined,
 *   guard: Guard,
 *   prefix: string,
 *   signals: () => AbortSignal[],
 * }} Settings `signals` end an answer that goes on, beside that of the request
 */

/**
 * Whom a server answers that may be reached by HTTPS too.
 *
 * @param {readonly string[]} allowedHosts
 */
function webGuard(allowedHosts) {
  return new Guard(allowedHosts, ["http", "https"]);
}

/**
 * @param {Request} request
 * @param {Settings} settings
 * @returns {Promise<Response>}
 */
async function serve(request, settings) {
  const { statusCode, headers, body } = await answer(request, settings);
  return new Response(request.method === "HEAD" ? null : body, { status: statusCode, headers });
}

/**
 * @param {Request} request
 * @param {Settings} settings
 * @returns {Promise<import("./control.js").Answer>}
 */
async function answer(request, { store, guard, prefix, signals }) {
  const { method, headers } = request;
  const { host, pathname, search } = new URL(request.url);
  const problem = guard.refuse(headers.get("host") ?? host, {
    origin: headers.get("origin") ?? undefined,
    "sec-fetch-site": headers.get("sec-fetch-site") ?? undefined,
  });
  if (problem !== undefined) return refusal(new RequestError(403, "ERR_FORBIDDEN", problem));
  const path = pathname.slice(prefix.length);
  if (!pathname.startsWith(prefix) || !/^(?:\/|$)/.test(path)) {
    return refusal(notFound(`There is no ${pathname}; everything is below ${prefix}.`));
  }
  /** @type {import("./call.js").ControlRequest} */
  const asked = {
    method,
    path,
    search,
    contentType: headers.get("content-type"),
    lastEventId: headers.get("last-event-id"),
    body: () => readBody(request, LIMITS.bodyBytes),
    signals: () => [request.signal, ...signals()],
  };
  return control(store, asked, prefix);
}

/**
 * @param {Request} request
 * @param {number} most bytes
 * @returns {Promise<Uint8Array | undefined>}
 */
async function readBody({ body, headers, signal }, most) {
  if (body === null) return undefined;
  if (Number(headers.get("content-length")) > most) throw tooLarge(most);
  if (body.locked || signal.aborted) throw incomplete();
  const reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", leave, { once: true });
  try {
    const chunks = [];
    for (let length = 0; ; ) {
      const { done, value } = await reader.read().catch(() => Promise.reject(incomplete()));
      if (signal.aborted) throw incomplete();
      if (done) return Buffer.concat(chunks);
      length += value.byteLength;
      if (length > most) throw tooLarge(most);
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener("abort", leave);
    leave();
  }
}

/** The client has gone, or somebody else has read the body. */
function incomplete() {
  return new RequestError(400, "ERR_BODY_INCOMPLETE", "The body cannot be read to its end.");
}

module.exports = { serve, webGuard };
