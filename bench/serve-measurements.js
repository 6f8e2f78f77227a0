"use strict";

/* Measurements of `mock-state-store serve`, and of a server that answers fixed bytes. Each returns nanoseconds or bytes. */

const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const { setTimeout } = require("node:timers/promises");

/** @import { Contender } from "./stores.js" */

const CONNECTIONS = 8;
const MILLISECONDS = 1000;
const BODY = '{"Name":"/minecraft/player-count"}';
const REQUEST = [
  "POST / HTTP/1.1",
  "host: 127.0.0.1",
  "content-type: application/x-amz-json-1.1",
  "x-amz-target: AmazonSSM.GetParameter",
  `content-length: ${BODY.length}`,
  "",
  BODY,
].join("\r\n");

/** The time from the start of the process to the first answer. @param {unknown} _ @param {Contender} contender */
async function serveStart(_, contender) {
  const start = performance.now();
  const { child, port } = await startServer(contender);
  await requests(port, 1, 0);
  const time = performance.now() - start;
  child.kill("SIGKILL");
  return time * 1e6;
}

/** The time per request on keep-alive connections. @param {unknown} _ @param {Contender} contender */
async function serveThroughput(_, contender) {
  const { child, port } = await startServer(contender);
  await requests(port, CONNECTIONS, MILLISECONDS);
  const start = performance.now();
  const count = await requests(port, CONNECTIONS, MILLISECONDS);
  const time = performance.now() - start;
  child.kill("SIGKILL");
  return (time / count) * 1e6;
}

/** Resident memory after some answers. @param {unknown} _ @param {Contender} contender */
async function serveMemory(_, contender) {
  const { child, port } = await startServer(contender);
  await requests(port, 1, 0);
  await setTimeout(1000);
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  child.kill("SIGKILL");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

/** @param {Contender} contender */
async function startServer({ kind, build }) {
  const script =
    kind === "serve"
      ? [path.join(build, "bin/mock-state-store.js"), "serve", "--port", "0"]
      : [path.join(__dirname, "fixed-server.js")];
  const child = spawn(process.execPath, script, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const chunk of child.stdout) {
    const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(String(chunk))?.[1];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error(`${script} has not said where it listens`);
}

/**
 * Sends a request on each connection, and another one as soon as that is answered; answers how many were.
 *
 * @param {number} port
 * @param {number} connections
 * @param {number} milliseconds
 */
async function requests(port, connections, milliseconds) {
  const end = performance.now() + milliseconds;
  const counts = Array.from({ length: connections }, () => requestsInTurn(port, end));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count);
}

/** @param {number} port @param {number} end @returns {Promise<number>} */
function requestsInTurn(port, end) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(REQUEST));
    let [text, count] = ["", 0];
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const head = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (head < 0 || text.length < head + 4 + length) return;
      if (!text.startsWith("HTTP/1.1 200")) reject(new Error(text));
      text = "";
      count++;
      if (performance.now() < end) socket.write(REQUEST);
      else {
        socket.destroy();
        resolve(count);
      }
    });
  });
}

module.exports = { serveMemory, serveStart, serveThroughput };
