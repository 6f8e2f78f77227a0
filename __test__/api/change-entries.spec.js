const { MockStateStore } = require("mock-state-store");

/** What `index.d.ts` says of each type of entry. */
const APPLY = {
  instance: (state, { value }) => ({ ...state, instance: value }),
  backups: (state, { value }) => ({ ...state, backups: value }),
  cloudformation: (state, { value }) => ({ ...state, cloudformation: value }),
  costs: (state, { period, value }) => ({ ...state, costs: { ...state.costs, [period]: value } }),
  globalLatency: (state, { value }) => ({ ...state, faults: { ...state.faults, globalLatencyMs: value } }),
  parameter: ({ ssm, ...state }, { name, value }) => {
    const { [name]: _, ...others } = ssm.parameters;
    return { ...state, ssm: { ...ssm, parameters: value ? { ...ssm.parameters, [name]: value } : others } };
  },
  command: (state, { number, value }) => {
    state.numbered.set(number, value);
    return state;
  },
  commandsRemoved: (state, { below }) => {
    for (const number of state.numbered.keys()) if (number < below) state.numbered.delete(number);
    return state;
  },
  operationFailure: (state, { operation, value }) => {
    if (value) state.faults.operationFailures.set(operation, value);
    else state.faults.operationFailures.delete(operation);
    return state;
  },
  operationFailuresCleared: (state) => {
    state.faults.operationFailures.clear();
    return state;
  },
  faultRules: (state, { value }) => {
    const { rules: _, ...faults } = state.faults;
    return { ...state, faults: value ? { ...faults, rules: value } : faults };
  },
  unknownKeys: (state, { value }) => ({ ...state, ...value }),
};

const FAILURE = { failNext: true, alwaysFail: false };

async function changeEverything(store, round) {
  await store.updateInstanceState(round % 2 ? "running" : "stopped");
  await store.setParameter(`p${round % 3}`, `${round}`);
  await store.deleteParameter(`p${(round + 1) % 3}`);
  const id = await store.addCommand([`echo ${round}`]);
  await store.updateCommand(id, { status: "Success" });
  if (round % 5 === 4) await store.clearCommands();
  await store.addBackup({ name: `b${round}`, date: "2026-01-30", size: "1 GB" });
  await store.setCosts("last-month", { ...(await store.getCosts("last-month")), totalCost: `${round}.00` });
  await store.setStackStatus({ status: `${round}` });
  await store.setOperationFailure(`o${round % 2}`, FAILURE);
  await store.clearOperationFailure(`o${(round + 1) % 2}`);
  if (round % 7 === 6) await store.clearAllFailures();
  if (round % 4 === 1) await store.addFault({ id: `r${round % 3}`, action: "*", latencyMs: round });
  if (round % 16 === 15) await store.clearFaults();
  await store.patchState({ mine: { round }, faults: { globalLatencyMs: round } });
}

describe("the entries of the changes", () => {
  it.each([
    ["one by one", 8],
    ["coalesced", 100],
  ])("make the next state of the last, %s", async (_, rounds) => {
    const store = new MockStateStore({ commandHistoryLimit: 3 });
    const changes = store.changes();
    let state = { ...(await store.getState()), numbered: new Map() };
    for (let round = 0; round < rounds; round += 1) await changeEverything(store, round);
    const newest = await store.revision();
    for (let revision = 0; revision < newest; ) {
      const { value } = await changes.next();
      expect(value.previousRevision).toBe(revision);
      for (const entry of value.entries) state = APPLY[entry.type](state, entry);
      revision = value.revision;
    }
    await changes.return();
    const { numbered, ...told } = state;
    told.ssm.commands = [...numbered.values()];
    expect(told).toEqual(await store.getState());
  });
});
