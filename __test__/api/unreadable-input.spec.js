const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { KINDS } = require("../support/kinds.js");

describe("what throws while it is read", () => {
  it.each(["a Proxy that throws", "an object with a throwing getter"])("is the cause: %s", async (kind) => {
    const store = new MockStateStore();
    const error = await rejection(() => store.setInstance({ ours: KINDS[kind] }));
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.cause.message).toBe("trap");
  });
});
