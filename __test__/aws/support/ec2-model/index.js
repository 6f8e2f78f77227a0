"use strict";

/*
 * EC2 as plain objects. An operation takes the account, its input, and what the real account has answered, for the ids
 * in it. It throws the code of EC2's error where EC2 refuses the input, whatever the answer was.
 */

const { Account, ROOT, Refused, tagsOf } = require("./account.js");

const operations = {
  ...require("./instances.js"),
  ...require("./volumes.js"),
  ...require("./snapshots.js"),
  ...require("./addresses.js"),
  ...require("./tags.js"),
};

/** An account with a stopped instance and its volume. */
function accountOf(instanceId, volumeId) {
  const account = new Account();
  account.instances.set(instanceId, { state: "stopped", isProtected: false, tags: {} });
  const attachment = { instanceId, device: ROOT, state: "attached", deleteOnTermination: true };
  account.volumes.set(volumeId, { state: "in-use", size: 8, attachment, tags: {} });
  return account;
}

module.exports = { ROOT, Refused, accountOf, operations, tagsOf };
