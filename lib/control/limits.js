"use strict";

/** How much the control API takes, and how often it does things by itself. */
const LIMITS = {
  bodyBytes: 1024 * 1024,
  /** How long changes are collected after an event was sent. */
  collectMs: 50,
  /** How often new calls are looked for. */
  callsMs: 100,
  /** How many times as long as a look for calls takes the pause after it is at least. */
  callsShare: 20,
  heartbeatMs: 15_000,
  /** How long a client waits before it opens a stream again. */
  retryMs: 1000,
};

exports.LIMITS = LIMITS;
