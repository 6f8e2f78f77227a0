const { MockStateStore } = require("mock-state-store");

describe("the stack", () => {
  it("takes a partial, merged shallowly", async () => {
    const store = new MockStateStore();
    const before = await store.getStackStatus();
    await store.setStackStatus({ status: "DELETE_IN_PROGRESS" });
    expect(await store.getStackStatus()).toEqual({ ...before, status: "DELETE_IN_PROGRESS" });
    await store.setStackStatus({ exists: false, stackId: "arn:none" });
    expect(await store.getStackStatus()).toEqual({ exists: false, status: "DELETE_IN_PROGRESS", stackId: "arn:none" });
  });
});
