const { rejection } = require("../../support/errors.js");

/** What a call fails with: name, message and status, as the SDK shows them. */
async function failure(call) {
  const { name, message, $metadata } = await rejection(call);
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  return [name, message, $metadata.httpStatusCode];
}

module.exports = { failure };
