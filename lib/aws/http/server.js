"use strict";

const { setMaxListeners } = require("node:events");
const http = require("node:http");
const { warn } = require("../../warnings.js");
const { discardBody, readBody } = require("./body.js");
const { breakInTurn } = require("./break.js");
const { Departure } = require("./departure.js");
const { sendStream } = require("./stream.js");

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("node:net").Socket} Socket */
/** @typedef {import("../dispatch.js").AwsRequest} AwsRequest */
/** @typedef {import("../dispatch.js").Outcome} Outcome */
/** @typedef {import("node:http").IncomingHttpHeaders} IncomingHttpHeaders */
/**
 * @typedef {{ statusCode: number, headers: Record<string, string>, body: string | Uint8Array | ReadableStream<Uint8Array> }} Answer
 * a stream goes on until the server is closed or the client goes
 */
/**
 * What answers the requests for some targets, beside the server's own limits.
 *
 * @typedef {{
 *   bodyBytes: number,
 *   refuse(headers: IncomingHttpHeaders, statusCode: number, code: string, message: string): Answer,
 *   answer(request: AwsRequest): Promise<Answer | Outcome>,
 * }} Service
 */

/** Reads requests, has them answered, and writes the answers. Neither it nor a connection keeps the process alive. */
class HttpServer {
  #server;
  #guard;
  #serviceOf;
  #limits;
  /**
   * How many requests each connection has that are not answered yet.
   *
   * @type {Map<Socket, number>}
   */
  #connections = new Map();
  /** Aborted when the server is closed, for what would never end. */
  #closing = new AbortController();

  /**
   * @param {import("./guard.js").Guard} guard
   * @param {(target: string) => Service} serviceOf
   * @param {typeof import("./limits.js").LIMITS} limits
   */
  constructor(guard, serviceOf, limits) {
    this.#guard = guard;
    this.#serviceOf = serviceOf;
    this.#limits = limits;
    // Each stream that is open listens.
    setMaxListeners(0, this.#closing.signal);
    this.#server = http.createServer({
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: limits.idleMs,
    });
    this.#server.on("connection", (socket) => this.#accept(socket));
    this.#server.on("request", (request, response) => this.#serve(request, response, false));
    this.#server.on("checkContinue", (request, response) => this.#serve(request, response, true));
    this.#server.on("connect", (_request, socket) => socket.end(METHOD_NOT_ALLOWED, () => socket.destroy()));
  }

  /**
   * Resolves when it listens. Rejects with the error of this realm for the system's.
   *
   * @param {string} host
   * @param {number} port
   * @returns {Promise<import("node:net").AddressInfo>}
   */
  listen(host, port) {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once("error", (error) => reject(listenError(error, host, port)));
      server.listen({ host, port, backlog: this.#limits.backlog }, () => {
        server.removeAllListeners("error");
        server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => warn(error.code ?? "", error.message));
        server.unref();
        resolve(/** @type {import("node:net").AddressInfo} */ (server.address()));
      });
    });
  }

  /** Keeps the process alive from now on. */
  ref() {
    this.#server.ref();
  }

  /** Takes no more requests, and resolves when those that it has are answered, or their time is over. */
  async close() {
    this.#closing.abort();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const [socket, unanswered] of this.#connections) {
      if (unanswered === 0) socket.destroy();
      else socket.ref();
    }
    AbortSignal.timeout(this.#limits.drainMs).addEventListener("abort", () => {
      for (const socket of this.#connections.keys()) socket.destroy();
    });
    await closed;
  }

  /** @param {Socket} socket */
  #accept(socket) {
    socket.unref();
    this.#connections.set(socket, 0);
    socket.once("close", () => this.#connections.delete(socket));
    // Node takes its own listener away after CONNECT; without one, a client's reset would end the process.
    socket.on("error", () => {});
  }

  /**
   * @param {Socket} socket
   * @param {number} more
   */
  #count(socket, more) {
    const unanswered = this.#connections.get(socket);
    if (unanswered !== undefined) this.#connections.set(socket, unanswered + more);
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {boolean} waitsToSend whether the client sends the body only when it is told to
   */
  async #serve(request, response, waitsToSend) {
    const { socket } = request;
    this.#count(socket, 1);
    const departure = new Departure();
    response.once("close", () => {
      this.#count(socket, -1);
      if (!response.writableFinished) departure.happen();
    });
    const { host, target } = authorityAndTarget(request);
    const service = this.#serviceOf(target ?? "/");
    try {
      const outcome = await this.#handle(request, response, { host, target, service, waitsToSend, departure });
      if (outcome === undefined) return;
      if ("connection" in outcome) breakInTurn(response, socket, outcome.connection);
      else await this.#send(request, response, outcome);
    } catch (thrown) {
      const error = /** @type {Error} */ (thrown);
      // The client has gone while its request waited.
      if (error.name === "AbortError") return;
      // Of the dispatcher, or of a header that HTTP has no form for.
      if (response.headersSent) socket.destroy();
      else await this.#send(request, response, failure(service, request.headers, error));
    }
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {{
   *   host: string | undefined,
   *   target: string | undefined,
   *   service: Service,
   *   waitsToSend: boolean,
   *   departure: Departure,
   * }} parts
   * @returns {Promise<Answer | Outcome | undefined>} nothing where the client has gone
   */
  async #handle(request, response, { host, target, service, waitsToSend, departure }) {
    const { headers, method = "" } = request;
    // The only one that Node gives as a list, and nobody's to send.
    delete headers["set-cookie"];
    const problem = this.#guard.refuse(host, headers);
    if (problem !== undefined) return service.refuse(headers, 403, "AccessDenied", problem);
    if (target === undefined)
      return service.refuse(headers, 400, "InvalidRequest", "The target of the request is no path.");
    const most = Math.min(service.bodyBytes, this.#limits.bodyBytes);
    const tooLarge = () =>
      service.refuse(headers, 413, "RequestEntityTooLarge", `Request must be smaller than ${most} bytes.`);
    if (Number(headers["content-length"]) > most) return tooLarge();
    if (waitsToSend) response.writeContinue();
    const body = await readBody(request, most);
    if (body === "gone") return undefined;
    if (body === "too large") return tooLarge();
    return service.answer({
      method,
      target,
      headers: /** @type {Record<string, string>} */ (headers),
      body,
      get signal() {
        return departure.signal;
      },
    });
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {Answer} answer
   */
  async #send(request, response, { statusCode, headers, body }) {
    if (body instanceof ReadableStream) {
      response.writeHead(statusCode, headers);
      return sendStream(body, response, this.#closing.signal, this.#limits.takeMs);
    }
    const isRead = request.complete;
    /** @type {import("node:http").OutgoingHttpHeaders} */
    const all = { ...headers };
    if (statusCode !== 204) all["content-length"] = Buffer.byteLength(body);
    if (this.#closing.signal.aborted || !isRead) all.connection = "close";
    response.writeHead(statusCode, all);
    if (!isRead) {
      response.write(body);
      await discardBody(request, this.#limits.drainMs);
      response.end();
    } else {
      response.end(body);
    }
    const { socket } = response;
    if (socket !== null && socket.writableLength > 0) {
      AbortSignal.timeout(this.#limits.takeMs).addEventListener("abort", () => {
        if (!response.writableFinished) socket.destroy();
      });
    }
  }
}

const METHOD_NOT_ALLOWED = "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/**
 * What a request is for: its target is a path, or a URL as proxies are sent it.
 *
 * @param {IncomingMessage} request
 * @returns {{ host: string | undefined, target: string | undefined }}
 */
function authorityAndTarget({ url = "", headers }) {
  if (url.startsWith("/")) return { host: headers.host, target: url };
  const parts = /^http:\/\/([^/?#]*)(.*)$/is.exec(url);
  if (parts === null) return { host: headers.host, target: undefined };
  const [, host, rest] = parts;
  return { host, target: rest.startsWith("/") ? rest : `/${rest}` };
}

/**
 * The answer where the store has none.
 *
 * @param {Service} service
 * @param {IncomingHttpHeaders} headers
 * @param {unknown} error
 */
function failure(service, headers, error) {
  const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
  if (code === "ERR_CLOSED" || code === "ERR_BUSY") return service.refuse(headers, 503, "ServiceUnavailable", message);
  warn(code ?? "ERR_INTERNAL", `A request to the endpoint has failed: ${message}`);
  return service.refuse(
    headers,
    500,
    "InternalFailure",
    "The request has failed within mock-state-store; it warns of why.",
  );
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {string} host
 * @param {number} port
 */
function listenError({ code, message }, host, port) {
  const what =
    code === "EADDRINUSE" ? "somebody else listens there; choose another port, or 0 for any free one" : message;
  return Object.assign(new Error(`Cannot listen on port ${port} of ${host}: ${what}`), { code, address: host, port });
}

exports.HttpServer = HttpServer;
