"use strict";

/* Changes of the state and calls of AWS, as server-sent events. */

const { engineOf } = require("../../aws/account.js");
const { EventStreamAnswer } = require("../call.js");
const { EventStream } = require("../event-stream.js");
const { readPosition } = require("../position.js");

/** @param {import("../call.js").Call} call */
async function getEvents(call) {
  const { store, query, lastEventId, limits } = call;
  // A watcher of a file that is not open yet would begin with all that the file holds.
  await store.revision();
  const sections = query.get("sections")?.split(",");
  const engine = engineOf(store);
  const stream = new EventStream(engine, {
    sections: sections?.filter((section) => section !== ""),
    position: lastEventId === undefined ? positionIn(call) : readPosition(engine, lastEventId),
    hasCalls: call.flag("calls", true),
    showsSecrets: call.showsSecrets,
    isStale: call.isStale,
    signals: call.signals(),
    limits,
  });
  return new EventStreamAnswer(stream.readable);
}

/**
 * @param {import("../call.js").Call} call
 * @returns {import("../position.js").Position}
 */
function positionIn(call) {
  const after = call.query.get("after");
  return { revision: call.count("since"), callId: after === null ? undefined : after || null };
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [["GET", "events", getEvents, ["since", "after", "sections", "calls"]]];

exports.ROUTES = ROUTES;
