const { MockStateStore } = require("mock-state-store");

describe("an enumerable property of Object.prototype", () => {
  afterEach(() => {
    delete Object.prototype.inherited;
  });

  it("does not appear in answers, and is not read from arguments", async () => {
    const store = new MockStateStore();
    Object.prototype.inherited = () => {};
    await store.setStackStatus({ status: "UPDATE_COMPLETE" });
    await store.transact((draft) => {
      draft.cloudformation.exists = false;
    });
    expect(Object.keys(await store.getStackStatus()).sort()).toEqual(["exists", "stackId", "status"]);
    const parameter = (await store.getAllParameters())["/minecraft/player-count"];
    expect(Object.keys(parameter).sort()).toEqual(["lastModified", "type", "value"]);
    expect(await store.getStackStatus()).toMatchObject({ exists: false, status: "UPDATE_COMPLETE" });
  });

  it("does not appear among the parameters, however often they are read", async () => {
    const store = new MockStateStore();
    const names = Object.keys(await store.getAllParameters()).sort();
    Object.prototype.inherited = () => {};
    await store.getAllParameters();
    expect(Object.keys(await store.getAllParameters()).sort()).toEqual(names);
  });
});
