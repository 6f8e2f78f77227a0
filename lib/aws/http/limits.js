"use strict";

/** How much the endpoint takes of whom, and how long it waits for them. */
const LIMITS = {
  /** The largest body of AWS here is Lambda's, of 6 MB. */
  bodyBytes: 16 * 1024 * 1024,
  headerBytes: 16 * 1024,
  /** How long the headers of a request may take, and all of it. */
  headersMs: 10_000,
  requestMs: 30_000,
  /** How often those are looked at. */
  checkMs: 2_000,
  /** How long a connection stays open for the next request: longer than clients keep theirs. */
  idleMs: 65_000,
  /** How long a client may take to read an answer. */
  takeMs: 60_000,
  /** How long `close()` waits for the answers under way, and what is refused may go on coming. */
  drainMs: 2_000,
  /** How many connections may wait to be accepted. */
  backlog: 4096,
};

exports.LIMITS = LIMITS;
