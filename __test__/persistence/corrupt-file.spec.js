const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

const ORIGINAL = fs.readFileSync(path.join(__dirname, "fixtures", "original.json"), "utf8");

/** The original file with a change made to it. */
const changed = (change) => {
  const state = JSON.parse(ORIGINAL);
  change(state);
  return JSON.stringify(state);
};

const CORRUPT = {
  "no JSON": "not json",
  "an empty file": "",
  blanks: "  \n",
  "half a file": ORIGINAL.slice(0, ORIGINAL.length / 2),
  "a file and a half": ORIGINAL + ORIGINAL.slice(0, 100),
  "bytes that are no UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  null: "null",
  "an array": "[]",
  "a string": '"state"',
  "a number": "5",
  "nesting without end": "[".repeat(100_000),
  "objects without end": '{"a":'.repeat(100_000),
  "an instance that is a number": changed((state) => Object.assign(state, { instance: 5 })),
  "an instance that is null": changed((state) => Object.assign(state, { instance: null })),
  "an instance in a state that is none": changed(({ instance }) => Object.assign(instance, { state: "flying" })),
  "a volume that is a text": changed(({ instance }) => Object.assign(instance, { hasVolume: "true" })),
  "mappings that are an object": changed(({ instance }) => Object.assign(instance, { blockDeviceMappings: {} })),
  "a mapping in a status that is none": changed(({ instance }) =>
    Object.assign(instance.blockDeviceMappings[0], { status: "lost" }),
  ),
  "a mapping without a volume": changed(({ instance }) => delete instance.blockDeviceMappings[0].volumeId),
  "parameters that are an array": changed(({ ssm }) => Object.assign(ssm, { parameters: [] })),
  "a parameter that is its value": changed(({ ssm }) => Object.assign(ssm.parameters, { a: "b" })),
  "a parameter without a type": changed(({ ssm }) => delete ssm.parameters["/minecraft/gdrive-token"].type),
  "a parameter of a type that is none": changed(({ ssm }) =>
    Object.assign(ssm.parameters["/minecraft/gdrive-token"], { type: "Text" }),
  ),
  "commands that are null": changed(({ ssm }) => Object.assign(ssm, { commands: null })),
  "a command in a status that is none": changed(({ ssm }) => Object.assign(ssm.commands[0], { status: "Done" })),
  "a command of numbers": changed(({ ssm }) => Object.assign(ssm.commands[0], { commands: [1] })),
  "a backup without a size": changed(({ backups }) => delete backups[0].size),
  "backups that are an object": changed((state) => Object.assign(state, { backups: {} })),
  "costs that are numbers": changed(({ costs }) => Object.assign(costs["last-month"], { totalCost: 18.75 })),
  "costs without a period": changed(({ costs }) => delete costs["last-month"].period),
  "a stack that exists in words": changed(({ cloudformation }) => Object.assign(cloudformation, { exists: "yes" })),
  "a latency below zero": changed(({ faults }) => Object.assign(faults, { globalLatencyMs: -1 })),
  "a clock without an offset": changed((state) => Object.assign(state, { clock: {} })),
  "a duration in words": changed((state) => Object.assign(state, { transitions: { "ec2:pending": "soon" } })),
  "a transition that is none": changed((state) => Object.assign(state, { scheduled: { a: { transition: "ec2:on" } } })),
  "a latency in words": changed(({ faults }) => Object.assign(faults, { globalLatencyMs: "250" })),
  "failures that are an array": changed(({ faults }) => Object.assign(faults, { operationFailures: [] })),
  "a failure without alwaysFail": changed(({ faults }) => delete faults.operationFailures.StartInstances.alwaysFail),
};

describe("a corrupt file", () => {
  const folder = useFolder();
  const warnings = recordWarnings();
  const file = () => folder("state.json");
  const opened = () => new MockStateStore({ enablePersistence: true, persistencePath: file() });
  const aside = () => namesIn(folder()).filter((name) => name !== "state.json");

  it.each(Object.keys(CORRUPT))("is moved aside with one warning: %s", async (name) => {
    fs.writeFileSync(file(), CORRUPT[name]);
    const store = opened();
    expect(fs.existsSync(file())).toBe(false);
    expect(aside()).toEqual([expect.stringMatching(/^state\.json\.corrupt-./)]);
    expect(fs.readFileSync(folder(aside()[0]))).toEqual(Buffer.from(CORRUPT[name]));
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain(file());
    expect(warnings[0].message).toContain(aside()[0]);
    expect(warnings[0].code).toBe("ERR_PERSISTENCE");
    expect((await store.getInstance()).state).toBe("stopped");
  });

  it("makes room for the next save", async () => {
    fs.writeFileSync(file(), "not json");
    const store = opened();
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(readState(file()).ssm.parameters.a.value).toBe("b");
    expect(fs.readFileSync(folder(aside()[0]), "utf8")).toBe("not json");
  });

  it("leaves the defaults, with the initial state laid over them", async () => {
    fs.writeFileSync(file(), "not json");
    const initialState = { instance: { state: "pending" } };
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), initialState });
    expect((await store.getInstance()).state).toBe("pending");
    expect((await store.getBackups()).length).toBe(3);
  });

  it("never takes the place of another one, also in the same millisecond", async () => {
    const { now } = Date;
    Date.now = () => Date.UTC(2026, 2, 15, 12);
    try {
      for (const text of ["first", "second", "third"]) {
        fs.writeFileSync(file(), text);
        await opened().close();
      }
    } finally {
      Date.now = now;
    }
    expect(
      aside()
        .map((name) => fs.readFileSync(folder(name), "utf8"))
        .sort(),
    ).toEqual(["first", "second", "third"]);
  });

  it("says in the warning where the trouble is", () => {
    fs.writeFileSync(file(), CORRUPT["a mapping in a status that is none"]);
    opened();
    expect(warnings[0].message).toContain("instance.blockDeviceMappings[0].status");
  });
});
