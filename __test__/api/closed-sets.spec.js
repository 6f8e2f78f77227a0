const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { VALUE } = require("../support/kinds.js");

describe("a name of Object.prototype is no value of a set", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"])("%s", async (name) => {
    const store = new MockStateStore();
    const costs = await store.getCosts("last-month");
    for (const call of [
      () => store.updateInstanceState(name),
      () => store.getCosts(name),
      () => store.setCosts(name, costs),
      () => store.setParameter("a", "b", name),
      () => store.setInstance({ state: name }),
    ]) {
      expect((await rejection(call)).code).toBe(VALUE);
    }
  });
});
