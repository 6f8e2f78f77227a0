const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { readAnew } = require("../support/read-anew.js");
const { until } = require("../support/until.js");

// A store in memory makes some changes without its engine, which hears of them later.
const FAILURE = { failNext: true, alwaysFail: false, errorCode: "Throttling" };

describe("changes of a store in memory, one after the other", () => {
  let store;
  beforeEach(async () => {
    store = new MockStateStore();
    await store.getState();
  });

  it("each count as a revision", async () => {
    for (let value = 0; value < 3000; value++) await store.setParameter("a", String(value));
    await store.setGlobalLatency(5);
    expect(await store.revision()).toBe(3001);
    await store.setStackStatus({ exists: false });
    await store.clearCommands();
    expect(await store.revision()).toBe(3003);
  });

  it("keep the order of names, whichever call brings them", async () => {
    await store.resetState();
    await store.setParameter("first", "1");
    await store.putParameter("second", "2");
    await store.setParameter("third", "3");
    await store.setParameter("first", "4");
    await store.deleteParameter("none");
    expect(Object.keys(await store.getAllParameters()).slice(4)).toEqual(["first", "second", "third"]);
  });

  it("keep the order of the failures that come and go", async () => {
    const cleared = ["a", "c"];
    for (const operation of ["a", "b", "c", "d"]) await store.setOperationFailure(operation, FAILURE);
    await store.clearCommands();
    await store.getState();
    for (const operation of cleared) await store.clearOperationFailure(operation);
    await store.setOperationFailure("e", FAILURE);
    for (const operation of cleared) await store.setOperationFailure(operation, FAILURE);
    await store.setOperationFailure("b", FAILURE);
    await store.clearOperationFailure("d");
    const { faults } = await readAnew(store);
    expect([...faults.operationFailures.keys()]).toEqual(["b", "e", "a", "c"]);
  });

  it("leave a failure in its place that was cleared long before", async () => {
    for (const operation of ["a", "b"]) await store.setOperationFailure(operation, FAILURE);
    await store.clearOperationFailure("a");
    for (const operation of ["a", "c"]) await store.setOperationFailure(operation, FAILURE);
    await store.revision();
    await store.setOperationFailure("a", FAILURE);
    const { faults } = await readAnew(store);
    expect([...faults.operationFailures.keys()]).toEqual(["b", "a", "c"]);
  });

  it("sort the backups that were in another order, after a removal too", async () => {
    const backup = (day) => ({ name: String(day), date: `2026-01-0${day}T00:00:00.000Z`, size: "1 GB" });
    await store.patchState({ backups: [backup(1), backup(9), backup(3)] });
    await store.getBackups();
    await store.removeBackup("9");
    await store.addBackup(backup(2));
    expect((await store.getBackups()).map(({ name }) => name)).toEqual(["3", "2", "1"]);
  });

  it("leave the instance without what it does not have", async () => {
    await store.setInstance({ availabilityZone: undefined, ours: 1 });
    await store.getState();
    await store.updateInstanceState("running");
    await store.setPublicIp("198.51.100.1");
    const instance = await store.getInstance();
    expect(Object.keys(instance)).toEqual([
      "instanceId",
      "state",
      "publicIp",
      "hasVolume",
      "blockDeviceMappings",
      "lastUpdated",
      "ours",
    ]);
  });

  it("are what later calls go on from", async () => {
    await store.setInstance({ state: "pending", availabilityZone: "us-east-1b" });
    await store.updateInstanceState("running");
    await store.setInstance({ publicIp: "198.51.100.1" });
    await store.setHasVolume(false);
    expect(await store.getInstance()).toMatchObject({
      state: "running",
      availabilityZone: "us-east-1b",
      publicIp: "198.51.100.1",
      blockDeviceMappings: [],
    });
    await store.setOperationFailure("a", FAILURE);
    expect(await store.takeOperationFailure("a")).toEqual(FAILURE);
    expect(await store.takeOperationFailure("a")).toBeUndefined();
    await store.setParameter("a", "1");
    expect(await store.putParameter("a", "2", "String", false)).toBe(false);
    expect(await store.deleteParameterIfValue("a", "1")).toBe(true);
    expect(await store.getParameter("a")).toBeNull();
  });

  it("go on after many that the engine made, and of many entries", async () => {
    for (let count = 0; count < 100; count++) await store.setPublicIp(`198.51.100.${count}`);
    for (let count = 0; count < 5000; count++) await store.setParameter(`name ${count % 700}`, String(count));
    expect(await store.revision()).toBe(5100);
    expect(await store.getPublicIp()).toBe("198.51.100.99");
    const parameters = Object.entries(await store.getAllParameters()).slice(4);
    const expected = Array.from({ length: 700 }, (_, index) => {
      const last = index + 700 * (index < 100 ? 7 : 6);
      return [`name ${index}`, String(last)];
    });
    expect(parameters.map(([name, { value }]) => [name, value])).toEqual(expected);
  });

  it("are told to who watches from then on, and no others", async () => {
    await store.setParameter("before", "1");
    const seen = [];
    const changes = store.changes();
    await store.setParameter("after", "1");
    await store.setCosts("last-month", await store.getCosts("current-month"));
    await store.setParameter("after", "2");
    for await (const { revision, entries } of changes) {
      seen.push([revision, ...entries.map(({ type, name, period }) => `${type} ${name ?? period}`)]);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([
      [2, "parameter after"],
      [3, "costs last-month"],
      [4, "parameter after"],
    ]);
  });

  it("have a transaction that read what they change run again", async () => {
    await store.setParameter("a", "1");
    let runs = 0;
    await store.transact(async (draft) => {
      runs += 1;
      const { value } = draft.ssm.parameters.a;
      if (runs === 1) await store.setParameter("a", "2");
      draft.ssm.parameters.a.value = `${value}!`;
    });
    expect([runs, await store.getParameter("a")]).toEqual([2, "2!"]);
  });

  it("reach the engine however deep the records are that they are made of", async () => {
    const nested = (depth) => (depth === 0 ? {} : { deeper: nested(depth - 1) });
    for (const depth of [95, 97, 98, 99]) {
      await store.setInstance({ ours: nested(depth - 1) });
      await store.getInstance();
      await store.setInstance({ availabilityZone: `depth ${depth}` });
      await store.setParameter("precious", String(depth));
      await store.clearBackups();
      await store.setPublicIp("198.51.100.1");
      expect((await store.getInstance()).availabilityZone).toBe(`depth ${depth}`);
      expect(await store.deleteParameterIfValue("precious", String(depth))).toBe(true);
    }
  });

  it("are not made of what is not the caller's own, or hidden", async () => {
    const hidden = Object.defineProperty({ alwaysFail: false, ours: 1 }, "failNext", { value: true });
    expect(await rejection(() => store.setOperationFailure("a", hidden))).toMatchObject({
      code: "ERR_INVALID_ARG_TYPE",
    });
    const hide = (record, key) => {
      Object.defineProperty(record, key, { enumerable: false });
      record.ours = 1;
    };
    for (const hideIn of [
      (costs) => hide(costs, "currency"),
      ({ period }) => hide(period, "end"),
      ({ breakdown }) => hide(breakdown[0], "cost"),
    ]) {
      const costs = await store.getCosts("current-month");
      hideIn(costs);
      const error = await rejection(() => store.setCosts("current-month", costs));
      expect(error).toMatchObject({ code: "ERR_INVALID_ARG_TYPE" });
    }
  });

  it("have the time of Date.now, whatever else has become of Date", async () => {
    const { toISOString } = Date.prototype;
    const times = [0, 951_782_399_999, 951_782_400_000, 1_709_210_096_007, 4_107_542_399_000, 253_402_300_799_999];
    const { now } = Date;
    try {
      Date.prototype.toISOString = () => "mocked";
      for (const time of times) {
        Date.now = () => time;
        await store.setParameter("a", "1");
        const { a } = await store.getAllParameters();
        expect(a.lastModified).toBe(toISOString.call(new Date(time)));
      }
    } finally {
      Date.prototype.toISOString = toISOString;
      Date.now = now;
    }
  });

  it("are told to who begins to watch while the time is asked for", async () => {
    const seen = [];
    const { now } = Date;
    try {
      Date.now = () => {
        Date.now = now;
        store.subscribe(({ revision }) => seen.push(revision));
        return now();
      };
      await store.setParameter("a", "1");
    } finally {
      Date.now = now;
    }
    await until(() => seen.length === 1);
  });

  it("are told to who begins to watch while their argument is read", async () => {
    const seen = [];
    let isWatched = false;
    const failure = {
      alwaysFail: false,
      get failNext() {
        if (!isWatched) store.subscribe(({ revision }) => seen.push(revision));
        isWatched = true;
        return true;
      },
    };
    await store.setOperationFailure("a", failure);
    await until(() => seen.length === 1);
  });

  it("show a transaction no state that never was", async () => {
    await store.setParameter("a", "1");
    await store.setParameter("b", "1");
    let runs = 0;
    const seen = [];
    await store.transact(async ({ ssm }) => {
      runs += 1;
      const first = ssm.parameters.a.value;
      if (runs === 1) await Promise.all([store.setParameter("a", "2"), store.setParameter("b", "2")]);
      seen.push(first + ssm.parameters.b.value);
    });
    expect(seen).toEqual(["22"]);
  });

  it("are those of the keys that nobody knows too", async () => {
    await store.setStackStatus({ ours: { deep: [1] } });
    await store.getStackStatus();
    await store.setStackStatus({ status: "UPDATE_COMPLETE" });
    const stack = await store.getStackStatus();
    stack.ours.deep.push(2);
    expect(await store.getStackStatus()).toMatchObject({ status: "UPDATE_COMPLETE", ours: { deep: [1] } });
    await store.setOperationFailure("a", { ...FAILURE, ours: 1 });
    await store.setCosts("current-month", { ...(await store.getCosts("current-month")), ours: 2 });
    await store.clearBackups();
    const { faults, costs } = await store.getState();
    expect([faults.operationFailures.get("a").ours, costs["current-month"].ours]).toEqual([1, 2]);
  });
});
