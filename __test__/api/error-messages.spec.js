const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { KINDS } = require("../support/kinds.js");

describe("an error", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("names the argument by path, what is accepted and what was received", async () => {
    const mapping = { deviceName: "d", volumeId: "v", status: "lost", deleteOnTermination: true };
    const error = await rejection(() => store.patchState({ instance: { blockDeviceMappings: [mapping] } }));
    expect(error.code).toBe("ERR_INVALID_ARG_VALUE");
    expect(error.message).toMatch(/^The "instance\.blockDeviceMappings\[0\]\.status" argument must be one of /);
    for (const status of ["attached", "detached", "detaching"]) expect(error.message).toContain(`"${status}"`);
    expect(error.message).toContain('Received "lost"');
  });

  it("lists all server states", async () => {
    const { message } = await rejection(() => store.updateInstanceState("flying"));
    for (const state of ["running", "stopped", "hibernating", "pending", "stopping", "terminated", "unknown"]) {
      expect(message).toContain(`"${state}"`);
    }
  });

  it("names the expected and the received type", async () => {
    const error = await rejection(() => store.setParameter("a", 5));
    expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
    expect(error.message).toMatch(/^The "value" argument must be of type string\. Received type number \(5\)/);
  });

  it("is short even if the value is long", async () => {
    const error = await rejection(() => store.updateInstanceState("x".repeat(1 << 20)));
    expect(error.message.length).toBeLessThan(1000);
  });

  it.each(["a Proxy that throws", "an object with a throwing getter"])(
    "has what was thrown while the argument was read as its cause: %s",
    async (kind) => {
      const error = await rejection(() => store.setInstance({ ours: KINDS[kind] }));
      expect(error.cause).toBeInstanceOf(Error);
      expect(error.cause.message).toBe("trap");
    },
  );
});
