"use strict";

/** The states of the instance by name. The values are checked by the engine. */
exports.ServerState = Object.freeze(
  /** @type {const} */ ({
    Running: "running",
    Stopped: "stopped",
    Hibernating: "hibernating",
    Pending: "pending",
    Stopping: "stopping",
    Terminated: "terminated",
    Unknown: "unknown",
  }),
);
