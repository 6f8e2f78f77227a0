const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";
const PERIODS = ["current-month", "last-month", "last-30-days"];

/** Random numbers that are the same in every run: mulberry32. */
function random(seed) {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const name = (r) => `name ${r(6)}`;
const parameter = (r) => ({ value: `v${r(9)}`, type: "String", lastModified: NOW });
const failure = (r) => ({ failNext: r(2) === 0, alwaysFail: r(2) === 0 });
const byDate = (a, b) => Date.parse(b.date) - Date.parse(a.date);

/** What each operation does to the store, and to a plain object that stands for it. */
const OPERATIONS = [
  (store, model, r) => {
    const key = name(r);
    const value = `v${r(9)}`;
    store.setParameter(key, value);
    model.ssm.parameters[key] = { value, type: "String", lastModified: NOW };
  },
  (store, model, r) => {
    const key = name(r);
    store.deleteParameter(key);
    delete model.ssm.parameters[key];
  },
  (store, model, r) => {
    const key = name(r);
    const entry = parameter(r);
    const gone = name(r);
    store.patchState({ ssm: { parameters: { [key]: entry, [gone]: null } } });
    model.ssm.parameters[key] = entry;
    delete model.ssm.parameters[gone];
  },
  (store, model, r) => {
    const publicIp = r(2) ? `10.0.0.${r(9)}` : undefined;
    store.setPublicIp(publicIp);
    model.instance.publicIp = publicIp;
  },
  (store, model) => {
    store.updateInstanceState("running");
    Object.assign(model.instance, { state: "running", publicIp: model.instance.publicIp ?? "203.0.113.42" });
  },
  (store, model) => {
    store.updateInstanceState("stopping");
    Object.assign(model.instance, { state: "stopping", publicIp: undefined });
  },
  (store, model, r) => {
    const commands = [`c${r(9)}`];
    const added = store.addCommand(commands);
    model.ssm.commands.push({ commandId: added, commands, status: "Pending", createdAt: NOW });
    if (model.ssm.commands.length > 4) model.ssm.commands.shift();
  },
  (store, model, r) => {
    const command = model.ssm.commands[r(4)];
    if (!command) return;
    const output = `o${r(9)}`;
    command.commandId.then((id) => store.updateCommand(id, { output }));
    command.output = output;
  },
  (store, model, r) => {
    if (r(4)) return;
    store.clearCommands();
    model.ssm.commands = [];
  },
  (store, model, r) => {
    const backup = { name: name(r), date: `2026-01-0${1 + r(9)}`, size: "1 GB" };
    store.addBackup(backup);
    model.backups.push(backup);
    model.backups.sort(byDate);
  },
  (store, model, r) => {
    const key = name(r);
    store.removeBackup(key);
    model.backups = model.backups.filter((backup) => backup.name !== key);
  },
  (store, model, r) => {
    const period = PERIODS[r(3)];
    const costs = { ...model.costs[period], totalCost: `${r(99)}.00` };
    store.setCosts(period, costs);
    model.costs[period] = costs;
  },
  (store, model, r) => {
    const status = `S${r(9)}`;
    store.setStackStatus({ status });
    model.cloudformation.status = status;
  },
  (store, model, r) => {
    const ms = r(1000);
    store.setGlobalLatency(ms);
    model.faults.globalLatencyMs = ms;
  },
  (store, model, r) => {
    const key = name(r);
    const config = failure(r);
    store.setOperationFailure(key, config);
    model.faults.operationFailures.set(key, config);
  },
  (store, model, r) => {
    const key = name(r);
    store.clearOperationFailure(key);
    model.faults.operationFailures.delete(key);
  },
  (store, model, r) => {
    if (r(4)) return;
    store.clearAllFailures();
    model.faults = { ...model.faults, globalLatencyMs: 0, operationFailures: new Map() };
  },
  (store, model, r) => {
    const ours = { n: r(9) };
    store.patchState({ ours, instance: { ours } });
    model.ours = ours;
    model.instance.ours = ours;
  },
];

const READS = [
  (store, model) => [store.getInstance(), model.instance],
  (store, model) => [store.getPublicIp(), model.instance.publicIp],
  (store, model, r) => {
    const key = name(r);
    return [store.getParameter(key), model.ssm.parameters[key]?.value ?? null];
  },
  (store, model) => [store.getAllParameters(), model.ssm.parameters],
  (store, model) => [store.getBackups(), model.backups],
  (store, model, r) => {
    const period = PERIODS[r(3)];
    return [store.getCosts(period), model.costs[period]];
  },
  (store, model) => [store.getStackStatus(), model.cloudformation],
  (store, model) => [store.getGlobalLatency(), model.faults.globalLatencyMs],
  (store, model, r) => {
    const key = name(r);
    return [store.getOperationFailure(key), model.faults.operationFailures.get(key)];
  },
];

describe("any sequence of calls", () => {
  beforeEach(() => {
    useFakeTimers(NOW);
  });

  it.each(Array.from({ length: 50 }, (_, seed) => seed))("reads what was written: %i", async (seed) => {
    const r = random(seed);
    const options = { commandHistoryLimit: 4, initialState: { backups: [] } };
    const store = new MockStateStore(options);
    const model = await new MockStateStore(options).getState();
    for (let round = 0; round < 60; round += 1) {
      for (let burst = r(r(8) ? 3 : 60); burst >= 0; burst -= 1) {
        OPERATIONS[r(OPERATIONS.length)](store, model, r);
        // Lets an update that waits for a command's id be made in its turn.
        await null;
        await null;
      }
      const [answer, expected] = READS[r(READS.length)](store, model, r);
      expect(await answer).toEqual(expected);
    }
    const state = await store.getState();
    const commands = await Promise.all(
      model.ssm.commands.map(async (command) => ({ ...command, commandId: await command.commandId })),
    );
    expect(state).toEqual({ ...model, ssm: { ...model.ssm, commands } });
  });
});
