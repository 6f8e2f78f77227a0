const { MockStateStore } = require("mock-state-store");

describe("what all objects inherit", () => {
  afterEach(() => {
    delete Object.prototype.inherited;
  });

  it("is no part of what is handed out, or taken in", async () => {
    const store = new MockStateStore();
    Object.prototype.inherited = () => {};
    await store.setStackStatus({ status: "UPDATE_COMPLETE" });
    await store.transact((draft) => {
      draft.cloudformation.exists = false;
    });
    expect(Object.keys(await store.getStackStatus())).toEqual(["exists", "status", "stackId"]);
    expect(Object.keys((await store.getAllParameters())["/minecraft/player-count"])).toEqual([
      "value",
      "type",
      "lastModified",
    ]);
    expect(await store.getStackStatus()).toMatchObject({ exists: false, status: "UPDATE_COMPLETE" });
  });

  it("is no name of a parameter, however often they are read", async () => {
    const store = new MockStateStore();
    const names = Object.keys(await store.getAllParameters());
    Object.prototype.inherited = () => {};
    await store.getAllParameters();
    expect(Object.keys(await store.getAllParameters())).toEqual(names);
  });
});
