"use strict";

const { MockStateStoreError } = require("./errors.js");

const ADVICE =
  "mock-state-store needs Node.js: it cannot run in a browser or on an edge runtime. " +
  'Use it in server code whose runtime is "nodejs" (in a Next.js route: export const runtime = "nodejs"), ' +
  'and in Jest under "testEnvironment": "node" or, with jsdom, ' +
  '"testEnvironmentOptions": { "customExportConditions": ["node"] }.';

/**
 * What the stubs throw.
 *
 * @returns {never}
 */
function unsupportedRuntime() {
  throw new MockStateStoreError("ERR_UNSUPPORTED_RUNTIME", ADVICE);
}

exports.unsupportedRuntime = unsupportedRuntime;
