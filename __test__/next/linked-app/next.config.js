const { withMockStateStore } = require("mock-state-store/next");

module.exports = withMockStateStore({ output: "standalone" });
