"use strict";

const http = require("node:http");
const { warn } = require("../../warnings.js");
const { discardBody, readBody } = require("./body.js");
const { breakInTurn } = require("./break.js");
const { Departure } = require("./departure.js");
const { refusal } = require("./refusal.js");

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("node:net").Socket} Socket */
/** @typedef {import("../dispatch.js").AwsRequest} AwsRequest */
/** @typedef {import("../dispatch.js").AwsResponse} AwsResponse */
/** @typedef {import("../dispatch.js").Outcome} Outcome */

/** Reads requests, has them answered, and writes the answers. Neither it nor a connection keeps the process alive. */
class HttpServer {
  #server;
  #guard;
  #answer;
  #limits;
  /**
   * How many requests each connection has that are not answered yet.
   *
   * @type {Map<Socket, number>}
   */
  #connections = new Map();
  #isClosing = false;

  /**
   * @param {import("./guard.js").Guard} guard
   * @param {(request: AwsRequest) => Promise<Outcome>} answer
   * @param {typeof import("./limits.js").LIMITS} limits
   */
  constructor(guard, answer, limits) {
    this.#guard = guard;
    this.#answer = answer;
    this.#limits = limits;
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
    this.#isClosing = true;
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
    try {
      const outcome = await this.#handle(request, response, waitsToSend, departure);
      if (outcome === undefined) return;
      if ("connection" in outcome) breakInTurn(response, socket, outcome.connection);
      else await this.#send(request, response, outcome);
    } catch (thrown) {
      const error = /** @type {Error} */ (thrown);
      // The client has gone while its request waited.
      if (error.name === "AbortError") return;
      // Of the dispatcher, or of a header that HTTP has no form for.
      if (response.headersSent) socket.destroy();
      else await this.#send(request, response, failure(request.headers, error));
    }
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {boolean} waitsToSend
   * @param {Departure} departure
   * @returns {Promise<Outcome | undefined>} nothing where the client has gone
   */
  async #handle(request, response, waitsToSend, departure) {
    const { headers, method = "" } = request;
    // The only one that Node gives as a list, and nobody's to send.
    delete headers["set-cookie"];
    const { host, target } = authorityAndTarget(request);
    const problem = this.#guard.refuse(host, headers);
    if (problem !== undefined) return refusal(headers, 403, "AccessDenied", problem);
    if (target === undefined) return refusal(headers, 400, "InvalidRequest", "The target of the request is no path.");
    if (Number(headers["content-length"]) > this.#limits.bodyBytes) return this.#tooLarge(headers);
    if (waitsToSend) response.writeContinue();
    const body = await readBody(request, this.#limits.bodyBytes);
    if (body === "gone") return undefined;
    if (body === "too large") return this.#tooLarge(headers);
    return this.#answer({
      method,
      target,
      headers: /** @type {Record<string, string>} */ (headers),
      body,
      get signal() {
        return departure.signal;
      },
    });
  }

  /** @param {import("node:http").IncomingHttpHeaders} headers */
  #tooLarge(headers) {
    const message = `Request must be smaller than ${this.#limits.bodyBytes} bytes.`;
    return refusal(headers, 413, "RequestEntityTooLarge", message);
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {AwsResponse} answer
   */
  async #send(request, response, { statusCode, headers, body }) {
    const isRead = request.complete;
    /** @type {import("node:http").OutgoingHttpHeaders} */
    const all = { ...headers };
    if (statusCode !== 204) all["content-length"] = body.byteLength;
    if (this.#isClosing || !isRead) all.connection = "close";
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
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @param {unknown} error
 */
function failure(headers, error) {
  const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
  if (code === "ERR_CLOSED" || code === "ERR_BUSY") return refusal(headers, 503, "ServiceUnavailable", message);
  warn(code ?? "ERR_INTERNAL", `A request to the endpoint has failed: ${message}`);
  return refusal(headers, 500, "InternalFailure", "The request has failed within mock-state-store; it warns of why.");
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
