"use strict";

const { MockStateStoreError } = require("./lib/errors.js");
const { ServerState } = require("./lib/server-state.js");
const { getMockStateStore, resetMockStateStore } = require("./lib/singleton.js");
const { MockStateStore } = require("./lib/store.js");

exports.MockStateStore = MockStateStore;
exports.MockStateStoreError = MockStateStoreError;
exports.ServerState = ServerState;
exports.getMockStateStore = getMockStateStore;
exports.resetMockStateStore = resetMockStateStore;
