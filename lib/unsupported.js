"use strict";

// What the browser and the edge get, under the export conditions of package.json.
const { MockStateStoreError } = require("./errors.js");
const { ServerState } = require("./server-state.js");
const { unsupportedRuntime } = require("./unsupported-runtime.js");

class MockStateStore {
  constructor() {
    unsupportedRuntime();
  }
}

exports.MockStateStore = MockStateStore;
exports.MockStateStoreError = MockStateStoreError;
exports.ServerState = ServerState;
exports.getMockStateStore = () => new MockStateStore();
exports.resetMockStateStore = () => {};
