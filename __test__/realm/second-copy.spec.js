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

  it("is a separate module", () => {
    expect(theirs.MockStateStore).not.toBe(ours.MockStateStore);
  });

  it("returns the same store from getMockStateStore()", async () => {
    const store = ours.getMockStateStore();
    expect(theirs.getMockStateStore()).toBe(store);
  });

  it("shares the store that it has made", async () => {
    const store = theirs.getMockStateStore();
    await store.setParameter("a", "b");
    expect(ours.getMockStateStore()).toBe(store);
    expect(await ours.getMockStateStore().getParameter("a")).toBe("b");
  });

  it("resets the store for all copies", () => {
    const store = ours.getMockStateStore();
    theirs.resetMockStateStore();
    expect(ours.getMockStateStore()).not.toBe(store);
  });

  it("recognizes the other's stores by instanceof", () => {
    expect(new theirs.MockStateStore()).toBeInstanceOf(ours.MockStateStore);
    expect(new ours.MockStateStore()).toBeInstanceOf(theirs.MockStateStore);
    expect(ours.getMockStateStore()).toBeInstanceOf(theirs.MockStateStore);
  });

  it("recognizes the other's errors by instanceof", async () => {
    const error = await rejection(() => new theirs.MockStateStore().updateInstanceState("flying"));
    expect(error).toBeInstanceOf(ours.MockStateStoreError);
    expect(error).toBeInstanceOf(TypeError);
  });
});
