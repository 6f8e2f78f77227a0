"use strict";

// What the browser and the edge get, under the export conditions of package.json.
const { MockStateStoreError } = require("./errors.js");
const { ServerState } = require("./server-state.js");

const ADVICE =
  "mock-state-store needs Node.js: it cannot run in a browser or on an edge runtime. " +
  'Use it in server code whose runtime is "nodejs" (in a Next.js route: export const runtime = "nodejs"), ' +
  'and in Jest under "testEnvironment": "node" or, with jsdom, ' +
  '"testEnvironmentOptions": { "customExportConditions": ["node"] }.';

class MockStateStore {
  constructor() {
    throw new MockStateStoreError("ERR_UNSUPPORTED_RUNTIME", ADVICE);
  }
}

exports.MockStateStore = MockStateStore;
exports.MockStateStoreError = MockStateStoreError;
exports.ServerState = ServerState;
exports.getMockStateStore = () => new MockStateStore();
exports.resetMockStateStore = () => {};
