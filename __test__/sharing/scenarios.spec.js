const { MockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { useCompanions } = require("../support/companion.js");
const { useFolder } = require("../support/folder.js");

const HOUR = 3_600_000;

/** A scenario that says its number in every part of the state that it sets. */
const numbered = (n) => ({
  name: `scenario-${n}`,
  description: "Says its number everywhere.",
  state: { instance: { publicIp: String(n) }, ssm: { parameters: { marker: { value: String(n) } } } },
  faults: [{ id: `rule-${n}`, action: "ssm:*", error: "throttling" }],
  transitions: { "ec2:pending": n },
  timeline: [{ atMs: 86_400_000, state: { ours: n } }],
});

/** What a state says of the scenario that it is of. */
const numbersOf = ({ scenario, instance, ssm, faults, transitions, scheduled }) => [
  scenario.name,
  `scenario-${instance.publicIp}`,
  `scenario-${ssm.parameters.marker.value}`,
  ...faults.rules.map(({ id }) => id.replace("rule", "scenario")),
  `scenario-${transitions["ec2:pending"]}`,
  ...Object.values(scheduled).map(({ patch }) => `scenario-${patch.ours}`),
];

/** Runs in the process: applies one scenario after the other, for as long as it lives. */
async function applyMany({ MockStateStore }, persistencePath, numbered) {
  const make = new Function(`return ${numbered}`)();
  const store = new MockStateStore({ enablePersistence: true, persistencePath });
  for (let n = 2; ; n += 1) {
    await store.applyScenario(make(n));
    await new Promise(setImmediate);
  }
}

describe("a scenario", () => {
  const folder = useFolder();
  const start = useCompanions();
  let store;
  beforeEach(() => {
    store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
  });
  afterEach(() => store.close());

  it("is seen whole by another process, or not at all", async () => {
    await store.applyScenario(numbered(1));
    let writer;
    const ended = runInChild(applyMany, [folder("state.json"), String(numbered)], {
      onSpawn: (child) => {
        writer = child;
      },
    });
    const seen = new Set();
    while (seen.size < 200) {
      const numbers = numbersOf(await store.getState());
      expect(numbers).toEqual(Array(6).fill(numbers[0]));
      seen.add(numbers[0]);
      await new Promise(setImmediate);
    }
    writer.kill("SIGKILL");
    await ended;
    const numbers = numbersOf(await store.getState());
    expect(numbers).toEqual(Array(6).fill(numbers[0]));
  });

  it("is current in every process, and so are its rules and transitions", async () => {
    const other = await start(folder("state.json"));
    await other.call("applyScenario", numbered(5));
    expect(await store.currentScenario()).toEqual(await other.call("currentScenario"));
    expect(numbersOf(await store.getState())).toEqual(Array(6).fill("scenario-5"));
    await store.resetState();
    expect(await other.call("currentScenario")).toBe(undefined);
    expect(await other.call("getTransitions")).toMatchObject({ "ec2:pending": 2500 });
  });

  it("goes on by its timeline in whichever process is there", async () => {
    const other = await start(folder("state.json"));
    const timeline = [
      { atMs: HOUR, state: { ours: 1 }, faults: [{ id: "one", action: "*", error: "internal" }] },
      { atMs: 2 * HOUR, state: { instance: { state: "pending" } }, faults: [] },
    ];
    await other.call("applyScenario", { name: "day", description: "A day.", timeline });
    await other.kill();
    await store.clock.advance(HOUR);
    expect(await store.getState()).toMatchObject({ ours: 1, faults: { rules: [{ id: "one" }] } });
    const third = await start(folder("state.json"));
    await third.call("clock.advance", HOUR);
    expect((await store.getInstance()).state).toBe("pending");
    expect((await store.getState()).faults).not.toHaveProperty("rules");
    await third.call("clock.advance", 2500);
    expect(await store.getInstance()).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
  });
});
