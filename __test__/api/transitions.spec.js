const { MockStateStore } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");

const DEFAULTS = {
  "ec2:pending": 2500,
  "ec2:stopping": 2500,
  "ec2:shutting-down": 1000,
  "ec2:volume": 1000,
  "ec2:snapshot": 2000,
  "ssm:command": 1000,
  "ssm:visibility": 0,
  "cloudformation:stack": 3000,
  "ses:send": 0,
};
const all = (duration) => Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, duration]));

describe("transitions", () => {
  it("take the times of the contract", async () => {
    expect(await new MockStateStore().getTransitions()).toEqual(DEFAULTS);
  });

  it.each([
    ["milliseconds", 0.5],
    ["nothing", "immediate"],
    ["until the clock is moved", "manual"],
    ["some looks", { polls: 3 }],
  ])("can take %s", async (_, duration) => {
    const store = new MockStateStore({ transitions: { "ec2:pending": duration } });
    expect(await store.getTransitions()).toEqual({ ...DEFAULTS, "ec2:pending": duration });
    await store.setTransitions({ "ssm:command": duration });
    expect(await store.getTransitions()).toEqual({ ...DEFAULTS, "ec2:pending": duration, "ssm:command": duration });
  });

  it("can all take the same, but for those that are named", async () => {
    const store = new MockStateStore({ transitions: { "ec2:pending": 1, "*": "immediate" } });
    expect(await store.getTransitions()).toEqual({ ...all("immediate"), "ec2:pending": 1 });
    await store.setTransitions({ "*": 7 });
    expect(await store.getTransitions()).toEqual(all(7));
  });

  it("take what they took before where null or undefined is given", async () => {
    const store = new MockStateStore({ transitions: { "ec2:pending": 1, "*": 7 } });
    await store.setTransitions({ "ec2:pending": null });
    expect(await store.getTransitions()).toEqual(all(7));
    await store.setTransitions({ "*": undefined });
    expect(await store.getTransitions()).toEqual(DEFAULTS);
    expect(await store.getState()).not.toHaveProperty("transitions");
  });

  it("are in the state as they were chosen, and in a patch and an initial state", async () => {
    const store = new MockStateStore({ initialState: { transitions: { "ec2:pending": 1 } } });
    await store.patchState({ transitions: { "ssm:command": { polls: 2 } } });
    expect((await store.getState()).transitions).toEqual({ "ec2:pending": 1, "ssm:command": { polls: 2 } });
  });

  it("are handed out as copies", async () => {
    const store = new MockStateStore({ transitions: { "ec2:pending": { polls: 1 } } });
    (await store.getTransitions())["ec2:pending"].polls = 5;
    expect((await store.getTransitions())["ec2:pending"]).toEqual({ polls: 1 });
  });

  it.each([
    [5, ""],
    [null, ""],
    [[], ""],
    [{ "ec2:starting": 1 }, ""],
    [{ "ec2:pending": -1 }, '["ec2:pending"]'],
    [{ "ec2:pending": Number.NaN }, '["ec2:pending"]'],
    [{ "ec2:pending": "soon" }, '["ec2:pending"]'],
    [{ "ec2:pending": true }, '["ec2:pending"]'],
    [{ "ec2:pending": {} }, '["ec2:pending"]'],
    [{ "*": { polls: 1.5 } }, '["*"].polls'],
    [{ "*": { polls: -1 } }, '["*"].polls'],
    [{ "*": { poll: 1 } }, '["*"].polls'],
  ])("are refused with the path of what is wrong: %j", async (transitions, path) => {
    const store = new MockStateStore();
    const places = [
      [await rejection(() => store.setTransitions(transitions)), "transitions"],
      [thrown(() => new MockStateStore({ transitions })), "options.transitions"],
    ];
    for (const [error, root] of places) {
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(`The "${root}${path}" argument must be `);
    }
    expect(await store.getTransitions()).toEqual(DEFAULTS);
  });
});
