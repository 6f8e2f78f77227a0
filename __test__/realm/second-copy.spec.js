const ours = require("mock-state-store");
const { copyPackage } = require("../support/package.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");

describe("a second copy of the package", () => {
  const folder = useFolder();
  let theirs;
  beforeEach(() => {
    theirs = require(copyPackage(folder("copy")));
  });
  afterEach(() => {
    ours.resetMockStateStore();
  });

  it("is a module of its own", () => {
    expect(theirs.MockStateStore).not.toBe(ours.MockStateStore);
  });

  it("gives the same one store", async () => {
    const store = ours.getMockStateStore();
    expect(theirs.getMockStateStore()).toBe(store);
  });

  it("gives the one store that it made itself", async () => {
    const store = theirs.getMockStateStore();
    await store.setParameter("a", "b");
    expect(ours.getMockStateStore()).toBe(store);
    expect(await ours.getMockStateStore().getParameter("a")).toBe("b");
  });

  it("forgets the one store for all", () => {
    const store = ours.getMockStateStore();
    theirs.resetMockStateStore();
    expect(ours.getMockStateStore()).not.toBe(store);
  });

  it("knows the other's stores by instanceof", () => {
    expect(new theirs.MockStateStore()).toBeInstanceOf(ours.MockStateStore);
    expect(new ours.MockStateStore()).toBeInstanceOf(theirs.MockStateStore);
    expect(ours.getMockStateStore()).toBeInstanceOf(theirs.MockStateStore);
  });

  it("knows the other's errors by instanceof", async () => {
    const error = await rejection(() => new theirs.MockStateStore().updateInstanceState("flying"));
    expect(error).toBeInstanceOf(ours.MockStateStoreError);
    expect(error).toBeInstanceOf(TypeError);
  });
});
