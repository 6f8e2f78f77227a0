const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { random } = require("../support/random.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";
const DEFAULT_IP = "203.0.113.42";
const HISTORY_LIMIT = 4;
const PERIODS = ["current-month", "last-month", "last-30-days"];
const STATES = ["running", "stopped", "hibernating", "pending", "stopping", "terminated", "unknown"];
const NAMES = ["a", "b", "c", "10", "2", "", "__proto__", "toString", "é€😀", "\0u"];
const TEXTS = [...NAMES, "a longer text", "z".repeat(256)];
const DATES = [
  "2026-01-28T00:00:00.000Z",
  "2026-01-28T00:00:00.001Z",
  "2026-01-28T00:00:00.000+05:30",
  "2026-01-28",
  "2024-02-29T00:00:00.000Z",
  "1969-12-31T23:59:59.999Z",
  "Jan 30, 2026",
  "never",
];

/** Newest first; dates that cannot be parsed come last. */
function byDate(one, other) {
  const [a, b] = [Date.parse(one.date), Date.parse(other.date)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return b - a;
}

/** Merges a partial record: an optional field given as `null` or `undefined` is removed, another `undefined` ignored. */
function merge(record, partial, optional) {
  for (const [key, value] of Object.entries(partial)) {
    if (optional.includes(key) && (value === null || value === undefined)) delete record[key];
    else if (value !== undefined) record[key] = value;
  }
}

const OPTIONAL_OF_INSTANCE = ["publicIp", "availabilityZone", "blockDeviceMappings"];
const OPTIONAL_OF_COMMAND = ["output", "error", "completedAt"];

/** Arguments at random. */
function inputs({ below, chance, pick }) {
  const text = () => pick(TEXTS);
  const name = () => pick(NAMES);
  const parameter = () => ({ value: text(), type: pick(["String", "SecureString"]), lastModified: NOW });
  const failure = () => ({
    failNext: chance(0.5),
    alwaysFail: chance(0.3),
    ...(chance(0.3) && { errorCode: text() }),
    ...(chance(0.2) && { ours: [text()] }),
  });
  const backup = () => ({ name: name(), date: pick(DATES), size: text() });
  const stack = () => ({
    ...(chance(0.5) && { exists: chance(0.5) }),
    ...(chance(0.5) && { status: pick([text(), undefined]) }),
    ...(chance(0.2) && { ours: { deep: [below(9), null] } }),
  });
  const instance = () => ({
    ...(chance(0.4) && { state: pick([...STATES, undefined]) }),
    ...(chance(0.4) && { publicIp: pick([text(), null, undefined]) }),
    ...(chance(0.3) && { availabilityZone: pick([text(), null, undefined]) }),
    ...(chance(0.2) && { hasVolume: chance(0.5) }),
    ...(chance(0.1) && { blockDeviceMappings: pick([[], undefined]) }),
    ...(chance(0.2) && { ours: { n: below(9) } }),
  });
  return { text, name, parameter, failure, backup, stack, instance, below, chance, pick };
}

/**
 * What each call does to the store, and to a model of the state: plain objects, and a Map of parameters. Where the
 * call answers something, both answers are given back.
 */
const CALLS = {
  setParameter(store, model, { name, text, pick }) {
    const [key, value, type] = [name(), text(), pick(["String", "SecureString", undefined])];
    model.parameters.set(key, { value, type: type ?? "String", lastModified: NOW });
    return [store.setParameter(key, value, type), undefined];
  },
  putParameter(store, model, { name, text, chance }) {
    const [key, value, overwrite] = [name(), text(), chance(0.5)];
    const isSet = overwrite || !model.parameters.has(key);
    if (isSet) model.parameters.set(key, { value, type: "String", lastModified: NOW });
    return [store.putParameter(key, value, undefined, overwrite), isSet];
  },
  deleteParameter(store, model, { name }) {
    const key = name();
    model.parameters.delete(key);
    return [store.deleteParameter(key), undefined];
  },
  deleteParameterIfValue(store, model, { name, text, chance }) {
    const key = name();
    const value = chance(0.7) ? (model.parameters.get(key)?.value ?? text()) : text();
    const isThere = model.parameters.get(key)?.value === value;
    if (isThere) model.parameters.delete(key);
    return [store.deleteParameterIfValue(key, value), isThere];
  },
  setInstance(store, model, { instance }) {
    const partial = instance();
    merge(model.instance, partial, OPTIONAL_OF_INSTANCE);
    return [store.setInstance(partial), undefined];
  },
  updateInstanceState(store, model, { pick }) {
    const state = pick(STATES);
    model.instance.state = state;
    if (state === "running") model.instance.publicIp ??= DEFAULT_IP;
    else delete model.instance.publicIp;
    return [store.updateInstanceState(state), undefined];
  },
  setPublicIp(store, model, { text, pick }) {
    const publicIp = pick([text(), null, undefined]);
    merge(model.instance, { publicIp }, OPTIONAL_OF_INSTANCE);
    return [store.setPublicIp(publicIp), undefined];
  },
  setHasVolume(store, model, { chance }) {
    const hasVolume = chance(0.5);
    const volumeId = `vol-mock${Date.parse(NOW).toString(16)}`;
    const mapping = { deviceName: "/dev/sda1", volumeId, status: "attached", deleteOnTermination: true };
    const { blockDeviceMappings: mappings = [] } = model.instance;
    model.instance.hasVolume = hasVolume;
    if (!hasVolume) model.instance.blockDeviceMappings = [];
    else if (mappings.length === 0) model.instance.blockDeviceMappings = [mapping];
    return [store.setHasVolume(hasVolume), undefined];
  },
  addCommand(store, model, { text, below }) {
    const commands = Array.from({ length: below(3) }, text);
    const command = { commands, status: "Pending", createdAt: NOW };
    command.commandId = store.addCommand(commands);
    model.commands.push(command);
    if (model.commands.length > HISTORY_LIMIT) model.commands.shift();
  },
  updateCommand(store, model, { text, pick }) {
    if (model.commands.length === 0) return;
    const command = pick(model.commands);
    const updates = { output: pick([text(), null]), status: pick(["Success", "Failed", undefined]), ours: text() };
    merge(command, updates, OPTIONAL_OF_COMMAND);
    command.commandId.then((id) => store.updateCommand(id, updates));
  },
  clearCommands(store, model) {
    model.commands = [];
    return [store.clearCommands(), undefined];
  },
  addBackup(store, model, { backup }) {
    const added = backup();
    model.backups.push(added);
    model.backups.sort(byDate);
    return [store.addBackup(added), undefined];
  },
  removeBackup(store, model, { name }) {
    const removed = name();
    model.backups = model.backups.filter((backup) => backup.name !== removed);
    return [store.removeBackup(removed), undefined];
  },
  clearBackups(store, model) {
    model.backups = [];
    return [store.clearBackups(), undefined];
  },
  setCosts(store, model, { text, pick, below }) {
    const period = pick(PERIODS);
    const breakdown = Array.from({ length: below(3) }, () => ({ service: text(), cost: text() }));
    const costs = { ...model.costs[period], totalCost: text(), breakdown };
    model.costs[period] = costs;
    return [store.setCosts(period, costs), undefined];
  },
  setStackStatus(store, model, { stack }) {
    const partial = stack();
    merge(model.cloudformation, partial, []);
    return [store.setStackStatus(partial), undefined];
  },
  setGlobalLatency(store, model, { below }) {
    const ms = below(1000) / 8;
    model.latency = ms;
    return [store.setGlobalLatency(ms), undefined];
  },
  setOperationFailure(store, model, { name, failure }) {
    const [key, config] = [name(), failure()];
    model.failures.set(key, config);
    return [store.setOperationFailure(key, config), undefined];
  },
  takeOperationFailure(store, model, { name }) {
    const key = name();
    const config = model.failures.get(key);
    const isActive = config?.failNext || config?.alwaysFail;
    if (isActive && !config.alwaysFail) model.failures.delete(key);
    return [store.takeOperationFailure(key), isActive ? config : undefined];
  },
  clearOperationFailure(store, model, { name }) {
    const key = name();
    model.failures.delete(key);
    return [store.clearOperationFailure(key), undefined];
  },
  clearAllFailures(store, model) {
    model.latency = 0;
    model.failures.clear();
    return [store.clearAllFailures(), undefined];
  },
  patchParameters(store, model, { name, parameter }) {
    const [key, entry, removed] = [name(), parameter(), name()];
    // The last of two equal names counts.
    const parameters = Object.fromEntries([
      [key, entry],
      [removed, null],
    ]);
    model.parameters.set(key, entry);
    model.parameters.delete(removed);
    return [store.patchState({ ssm: { parameters } }), undefined];
  },
  patchRecords(store, model, { instance, stack, text }) {
    const patch = { instance: instance(), cloudformation: stack(), ours: { text: text() } };
    merge(model.instance, patch.instance, OPTIONAL_OF_INSTANCE);
    merge(model.cloudformation, patch.cloudformation, []);
    model.ours = patch.ours;
    return [store.patchState(patch), undefined];
  },
  patchBackups(store, model, { backup, pick }) {
    const backups = Array.from({ length: pick([0, 2, 31, 40]) }, backup);
    model.backups = [...backups];
    return [store.patchState({ backups }), undefined];
  },
  patchFailures(store, model, { name, failure, chance }) {
    const operationFailures = new Map(Array.from({ length: 2 }, () => [name(), failure()]));
    model.failures = new Map(operationFailures);
    const given = chance(0.5) ? operationFailures : Object.fromEntries(operationFailures);
    return [store.patchState({ faults: { operationFailures: given } }), undefined];
  },
  transact(store, model, { name, parameter, backup }) {
    const [key, entry, added] = [name(), parameter(), backup()];
    model.parameters.set(key, entry);
    model.backups.push(added);
    const change = (draft) => {
      draft.ssm.parameters[key] = entry;
      draft.backups.push(added);
    };
    return [store.transact(change), undefined];
  },
  resetState(store, model) {
    Object.assign(model, modelOf(model.initial));
    return [store.resetState(), undefined];
  },
  refusedCall(store, _, { pick }) {
    const refused = pick([
      () => store.setInstance({ publicIp: "192.0.2.1", state: "bogus" }),
      () => store.setParameter("a", 1),
      () => store.addBackup({ name: "a", date: "2026-01-01", size: 1 }),
      () => store.patchState({ backups: [], ssm: { commands: [{}] } }),
      () => store.setOperationFailure("a", { failNext: true }),
      () => store.addCommand(["true", null]),
    ]);
    return [rejection(refused).then(({ name }) => name), "TypeError"];
  },

  getInstance: (store, model) => [store.getInstance(), model.instance],
  getPublicIp: (store, model) => [store.getPublicIp(), model.instance.publicIp],
  hasVolume: (store, model) => [store.hasVolume(), model.instance.hasVolume],
  getParameter(store, model, { name }) {
    const key = name();
    return [store.getParameter(key), model.parameters.get(key)?.value ?? null];
  },
  getAllParameters: (store, model) => [store.getAllParameters(), Object.fromEntries(model.parameters)],
  getBackups: (store, model) => [store.getBackups(), model.backups],
  getCosts(store, model, { pick }) {
    const period = pick(PERIODS);
    return [store.getCosts(period), model.costs[period]];
  },
  getStackStatus: (store, model) => [store.getStackStatus(), model.cloudformation],
  getGlobalLatency: (store, model) => [store.getGlobalLatency(), model.latency],
  getOperationFailure(store, model, { name }) {
    const key = name();
    return [store.getOperationFailure(key), model.failures.get(key)];
  },
};

/** Calls that undo much of what the others do, and are made less often. */
const RARE = ["clearCommands", "clearBackups", "clearAllFailures", "patchBackups", "resetState"];

/** The model of a state, which shares nothing with it. */
function modelOf(initial) {
  const { instance, ssm, backups, costs, cloudformation, faults } = structuredClone(initial);
  return {
    initial,
    instance,
    parameters: new Map(Object.entries(ssm.parameters)),
    commands: ssm.commands,
    backups,
    costs,
    cloudformation,
    latency: faults.globalLatencyMs,
    failures: faults.operationFailures,
    ours: undefined,
  };
}

async function stateOf({ parameters, commands, latency, failures, instance, backups, costs, cloudformation, ours }) {
  return {
    instance,
    ssm: {
      parameters: Object.fromEntries(parameters),
      commands: await Promise.all(
        commands.map(async (command) => ({ ...command, commandId: await command.commandId })),
      ),
    },
    backups,
    costs,
    cloudformation,
    faults: { globalLatencyMs: latency, operationFailures: failures },
    ours,
  };
}

describe("any sequence of calls is answered as by a plain object", () => {
  const folder = useFolder();
  beforeEach(() => {
    useFakeTimers(NOW);
  });

  it.each([
    ...Array.from({ length: 50 }, (_, seed) => ["in memory", seed]),
    ...Array.from({ length: 10 }, (_, seed) => ["with a file", seed]),
  ])("%s (seed %i)", async (kind, seed) => {
    const rolls = random(`${kind} ${seed}`);
    const { below, chance, pick } = rolls;
    const store = new MockStateStore({
      commandHistoryLimit: HISTORY_LIMIT,
      initialState: { backups: [] },
      ...(kind === "with a file" && { enablePersistence: true, persistencePath: folder("state.json") }),
    });
    const model = modelOf(await store.getState());
    const input = inputs(rolls);
    const names = Object.keys(CALLS);
    for (let round = 0; round < 60; round += 1) {
      const answers = [];
      for (let burst = below(chance(0.1) ? 60 : 4); burst >= 0; burst -= 1) {
        const name = pick(names);
        if (RARE.includes(name) && chance(0.8)) continue;
        const answer = CALLS[name](store, model, input);
        if (answer) answers.push([name, answer[0], structuredClone(answer[1])]);
        // A transaction takes effect when it commits, not when it is called.
        if (name === "transact") await answer[0];
        // Lets an update that waits for a command's id be made in its turn.
        await null;
        await null;
      }
      for (const [name, answer, expected] of answers) expect([name, await answer]).toEqual([name, expected]);
    }
    expect(await store.getState()).toEqual(await stateOf(model));
    await store.close();
  });
});
