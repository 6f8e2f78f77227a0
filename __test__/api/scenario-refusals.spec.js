const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { TYPE, VALUE } = require("../support/kinds.js");

const OK = { name: "a", description: "b" };
const self = { ...OK };
self.state = { self };
const distribution = { distribution: "uniform", min: "1", max: 2 };

describe("a scenario is refused, and nothing has changed", () => {
  it.each([
    ["scenario", TYPE, 5],
    ["scenario", TYPE, null],
    ["scenario", TYPE, undefined],
    ["scenario", TYPE, [OK]],
    ["scenario", TYPE, () => OK],
    ["scenario", VALUE, ""],
    ["scenario", VALUE, "runing", '"running"'],
    ["scenario", VALUE, "../running", '"running"'],
    ["scenario", VALUE, "__proto__"],
    ["scenario.name", TYPE, { description: "b" }],
    ["scenario.name", TYPE, { ...OK, name: 5 }],
    ["scenario.name", VALUE, { ...OK, name: "" }],
    ["scenario.description", TYPE, { name: "a" }],
    ["scenario.sate", VALUE, { ...OK, sate: {} }, '"state"'],
    ["scenario.fault", VALUE, { ...OK, fault: [] }, '"faults"'],
    ["scenario.state", TYPE, { ...OK, state: null }],
    ["scenario.state", TYPE, { ...OK, state: [] }],
    ["scenario.state.instance", TYPE, { ...OK, state: { instance: null } }],
    ["scenario.state.instance.state", VALUE, { ...OK, state: { instance: { state: "gone" } } }],
    ["scenario.state.ours", TYPE, { ...OK, state: { ours: 1n } }],
    ["scenario.state.self", VALUE, self],
    ["scenario.faults", TYPE, { ...OK, faults: null }],
    ["scenario.faults", TYPE, { ...OK, faults: {} }],
    ["scenario.faults[0].action", TYPE, { ...OK, faults: [{}] }],
    ["scenario.faults[0].probabilty", VALUE, { ...OK, faults: [{ action: "*", probabilty: 1 }] }, '"probability"'],
    ["scenario.faults[0].latencyMs.min", TYPE, { ...OK, faults: [{ action: "*", latencyMs: distribution }] }],
    ["scenario.transitions", TYPE, { ...OK, transitions: null }],
    ["scenario.transitions", VALUE, { ...OK, transitions: { "ec2:starting": 1 } }],
    ['scenario.transitions["*"]', VALUE, { ...OK, transitions: { "*": "soon" } }],
    ["scenario.timeline", TYPE, { ...OK, timeline: {} }],
    ["scenario.timeline[1]", TYPE, { ...OK, timeline: [{ atMs: 1 }, null] }],
    ["scenario.timeline[0].atMs", TYPE, { ...OK, timeline: [{}] }],
    ["scenario.timeline[0].atMs", VALUE, { ...OK, timeline: [{ atMs: -1 }] }],
    ["scenario.timeline[0].atMs", VALUE, { ...OK, timeline: [{ atMs: 1e18 }] }],
    ["scenario.timeline[0].at", VALUE, { ...OK, timeline: [{ at: 1 }] }, '"atMs"'],
    ["scenario.timeline[0].state", TYPE, { ...OK, timeline: [{ atMs: 1, state: null }] }],
    ["scenario.timeline[0].faults", TYPE, { ...OK, timeline: [{ atMs: 1, faults: null }] }],
    [
      "scenario.timeline[1].state.instance.state",
      VALUE,
      { ...OK, timeline: [{ atMs: 2 }, { atMs: 1, state: { instance: { state: "gone" } } }] },
    ],
    ["scenario.timeline[1].faults[0].action", TYPE, { ...OK, timeline: [{ atMs: 1 }, { atMs: 1, faults: [{}] }] }],
  ])("where %s is %s (%#)", async (path, code, scenario, nearest) => {
    const store = new MockStateStore();
    await store.applyScenario("starting");
    const state = await store.getState();
    const error = await rejection(() => store.applyScenario(scenario));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe(code);
    expect(error.message).toContain(`The "${path}" argument must `);
    if (nearest) expect(error.message).toContain(`did you mean ${nearest}?`);
    expect(await store.revision()).toBe(1);
    expect(await store.getState()).toEqual(state);
  });
});
