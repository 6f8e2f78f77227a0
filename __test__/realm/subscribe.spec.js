const { MockStateStore } = require("mock-state-store");
const { thrown } = require("../support/errors.js");
const { TYPE, VALUE } = require("../support/kinds.js");
const { until } = require("../support/until.js");

const EVERY_SECTION = [
  "instance",
  "parameters",
  "commands",
  "backups",
  "costs",
  "cloudformation",
  "stacks",
  "faults",
  "leases",
  "instances",
  "volumes",
  "images",
  "addresses",
  "networkTags",
  "volumeSnapshots",
  "clientTokens",
  "functions",
  "emails",
  "random",
  "clock",
  "transitions",
  "scheduled",
  "scenario",
  "other",
];

describe("subscribe", () => {
  let store;
  let stop;
  beforeEach(() => {
    store = new MockStateStore();
  });
  afterEach(() => stop?.());

  /** The events of a subscription, and a way to wait for the one that leads to the newest revision. */
  function watch(options) {
    const events = [];
    stop = store.subscribe((change) => events.push(change), options);
    const all = async () => {
      const revision = await store.revision();
      await until(() => events.at(-1)?.revision === revision);
      return events;
    };
    return { events, all };
  }

  it("delivers every later change, in order", async () => {
    await store.setParameter("before", "0");
    const { all } = watch();
    await store.setParameter("a", "1");
    await store.setGlobalLatency(5);
    expect(await all()).toEqual([
      {
        type: "entries",
        revision: 2,
        previousRevision: 1,
        sections: ["parameters"],
        entries: [
          { type: "parameter", name: "a", value: { value: "1", type: "String", lastModified: expect.any(String) } },
        ],
      },
      {
        type: "entries",
        revision: 3,
        previousRevision: 2,
        sections: ["faults"],
        entries: [{ type: "globalLatency", value: 5 }],
      },
    ]);
  });

  it("does not call the listener before the call that makes the change has resolved", async () => {
    const { events } = watch();
    const promise = store.setParameter("a", "1");
    expect(events).toEqual([]);
    await promise;
    expect(events).toEqual([]);
  });

  it.each([
    ["setInstance", [{ state: "running" }], [{ type: "instance", value: { state: "running" } }]],
    ["setParameter", ["__proto__", "1"], [{ type: "parameter", name: "__proto__", value: { value: "1" } }]],
    ["deleteParameter", ["/minecraft/player-count"], [{ name: "/minecraft/player-count", value: null }]],
    ["addCommand", [["true"]], [{ type: "command", number: 0, value: { commands: ["true"] } }]],
    ["clearCommands", [], [{ type: "commandsRemoved", below: 0 }]],
    ["clearBackups", [], [{ type: "backups", value: [] }]],
    ["setStackStatus", [{ exists: false }], [{ type: "cloudformation", value: { exists: false } }]],
    ["setGlobalLatency", [7], [{ type: "globalLatency", value: 7 }]],
    [
      "setOperationFailure",
      ["Op", { failNext: true, alwaysFail: false }],
      [{ type: "operationFailure", operation: "Op", value: { failNext: true, alwaysFail: false } }],
    ],
    ["clearAllFailures", [], [{ type: "operationFailuresCleared" }, { type: "globalLatency", value: 0 }]],
    ["patchState", [{ ssm: { mine: 1 } }], [{ type: "unknownKeys", of: "ssm", value: { mine: 1 } }]],
  ])("delivers the entries that %s has changed", async (method, args, entries) => {
    const { all } = watch();
    await store[method](...args);
    const [change] = await all();
    expect(change.entries).toMatchObject(entries);
  });

  it("names the period whose costs have changed", async () => {
    const { all } = watch();
    const costs = { ...(await store.getCosts("last-month")), totalCost: "1.00" };
    await store.setCosts("last-month", costs);
    const [change] = await all();
    expect(change.entries).toEqual([{ type: "costs", period: "last-month", value: costs }]);
  });

  it("delivers a reset as a change of the whole state", async () => {
    const { all } = watch();
    await store.resetState();
    await store.setGlobalLatency(5);
    expect(await all()).toMatchObject([
      { type: "state", revision: 1, previousRevision: 0, sections: EVERY_SECTION },
      { type: "entries", revision: 2, previousRevision: 1 },
    ]);
  });

  it("delivers only changes of the chosen sections", async () => {
    const { all } = watch({ sections: ["commands", "faults"] });
    await store.setParameter("a", "1");
    await store.patchState({ backups: [], faults: { globalLatencyMs: 5 } });
    await store.resetState();
    await store.clearCommands();
    expect(await all()).toMatchObject([
      { type: "state", revision: 3, sections: ["commands", "faults"] },
      { type: "entries", revision: 4, sections: ["commands"] },
    ]);
  });

  it("delivers only the entries of the chosen sections of a change", async () => {
    const { all } = watch({ sections: ["faults"] });
    await store.setParameter("a", "1");
    await store.patchState({ backups: [], faults: { globalLatencyMs: 5 } });
    expect(await all()).toEqual([
      {
        type: "entries",
        revision: 2,
        previousRevision: 1,
        sections: ["faults"],
        entries: [{ type: "globalLatency", value: 5 }],
      },
    ]);
  });

  it("merges many changes into one event for a listener that is far behind", async () => {
    const { all } = watch();
    for (let n = 0; n <= 1000; n += 1) store.setParameter(`${n % 2}`, `${n}`);
    const events = await all();
    expect(events).toMatchObject([{ type: "entries", revision: 1001, previousRevision: 0 }]);
    const values = events[0].entries.map(({ name, value }) => `${name}: ${value.value}`);
    expect(values.sort()).toEqual(["0: 1000", "1: 999"]);
  });

  it("delivers a large value", async () => {
    const { all } = watch();
    await store.setParameter("a", "x".repeat(2 ** 22));
    const [change] = await all();
    expect(change.entries[0].value.value).toHaveLength(2 ** 22);
  });

  it("gives each listener its own copy", async () => {
    const seen = [];
    const spoil = ({ entries }) => {
      seen.push(entries[0].value.commands[0]);
      entries[0].value.commands[0] = "spoilt";
    };
    const stops = [store.subscribe(spoil), store.subscribe(spoil)];
    await store.addCommand(["true"]);
    await until(() => seen.length === 2);
    for (const end of stops) end();
    expect(seen).toEqual(["true", "true"]);
    expect((await store.getCommands())[0].commands).toEqual(["true"]);
  });

  it("makes its events in the realm of the caller", async () => {
    const { all } = watch();
    await store.addCommand(["true"]);
    const [change] = await all();
    expect(change).toBeInstanceOf(Object);
    expect(change.entries).toBeInstanceOf(Array);
    expect(change.entries[0].value.commands).toBeInstanceOf(Array);
  });

  it("delivers changes that the listener makes", async () => {
    const revisions = [];
    stop = store.subscribe(({ revision }) => {
      revisions.push(revision);
      if (revision < 3) store.setGlobalLatency(revision);
    });
    await store.setGlobalLatency(0);
    await until(() => revisions.length === 3);
    expect(revisions).toEqual([1, 2, 3]);
  });

  it("delivers a change during whose call, in a getter of its argument, it began", async () => {
    const revisions = [];
    const failure = {
      alwaysFail: false,
      get failNext() {
        stop ??= store.subscribe(({ revision }) => revisions.push(revision));
        return true;
      },
    };
    stop = undefined;
    await store.setOperationFailure("a", failure);
    await until(() => revisions.length === 1);
  });

  it("delivers a change during whose call, in Date.now(), it began", async () => {
    const revisions = [];
    const { now } = Date;
    try {
      Date.now = () => {
        Date.now = now;
        stop = store.subscribe(({ revision }) => revisions.push(revision));
        return now();
      };
      await store.setParameter("a", "1");
    } finally {
      Date.now = now;
    }
    await until(() => revisions.length === 1);
  });

  it("ends when the function it returned is called, even by the listener", async () => {
    const revisions = [];
    const end = store.subscribe(({ revision }) => {
      revisions.push(revision);
      end();
    });
    const { all } = watch();
    await store.setGlobalLatency(1);
    await store.setGlobalLatency(2);
    await all();
    expect(revisions).toEqual([1]);
    end();
  });

  it("can start again after the last subscription has ended", async () => {
    watch();
    stop();
    await store.setGlobalLatency(1);
    const { all } = watch();
    await store.setGlobalLatency(2);
    expect(await all()).toMatchObject([{ revision: 2, previousRevision: 1 }]);
  });

  it.each([
    ["no listener", [], TYPE, "listener"],
    ["a listener that is no function", [{}], TYPE, "listener"],
    ["options that are no object", [() => {}, "faults"], TYPE, "options"],
    ["sections that are no list", [() => {}, { sections: "faults" }], TYPE, "options.sections"],
    ["a section that does not exist", [() => {}, { sections: ["faults", "fault"] }], VALUE, "options.sections[1]"],
  ])("refuses %s", (_, args, code, path) => {
    const error = thrown(() => store.subscribe(...args));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(`"${path}"`) });
  });
});
