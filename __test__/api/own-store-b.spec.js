const { getMockStateStore } = require("mock-state-store");

// Its twin is own-store-a.spec.js: whichever comes second in a worker must find nothing of the first.
describe("a test file", () => {
  it("has a one store of its own", async () => {
    const store = getMockStateStore();
    expect(await store.getParameter("left by another file")).toBe(null);
    await store.setParameter("left by another file", __filename);
  });
});
