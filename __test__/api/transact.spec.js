const { MockStateStore, MockStateStoreError } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const NOW = "2026-03-15T12:00:00.000Z";
const PROTO = "__proto__";
const parameter = (value) => ({ value, type: "String", lastModified: NOW });
const command = (commandId) => ({ commandId, commands: [], status: "Pending", createdAt: NOW });
const backup = (name) => ({ name, date: NOW, size: "1 GB" });

describe("transact()", () => {
  let store;
  beforeEach(async () => {
    store = new MockStateStore({ commandHistoryLimit: 3 });
    await store.setParameter("a", "1");
  });

  /** Adds one to the parameter `a`, with a pause in which others can do so too. */
  const increment = async (draft) => {
    const count = Number(draft.ssm.parameters.a.value);
    await null;
    draft.ssm.parameters.a.value = String(count + 1);
  };

  it("resolves to what the function returns", async () => {
    expect(await store.transact(() => 1)).toBe(1);
    expect(await store.transact(async (draft) => draft.instance.state)).toBe("stopped");
  });

  it("commits changes of all sections together", async () => {
    await store.patchState({ ours: 1 });
    await store.transact((draft) => {
      draft.instance.state = "running";
      draft.ssm.parameters.a.value = "2";
      draft.ssm.parameters[PROTO] = parameter("3");
      delete draft.ssm.parameters["/minecraft/player-count"];
      draft.ssm.commands.push(command("c"));
      draft.backups = [backup("b")];
      draft.costs["last-month"].totalCost = "9.99";
      draft.cloudformation.status = "DELETE_COMPLETE";
      draft.faults.globalLatencyMs += 5;
      draft.faults.operationFailures.set("StartInstances", { failNext: true, alwaysFail: false });
      draft.faults.yours = [2];
      delete draft.ours;
    });
    const state = await store.getState();
    expect(state).toMatchObject({
      instance: { state: "running" },
      ssm: { commands: [command("c")] },
      backups: [backup("b")],
      costs: { "last-month": { totalCost: "9.99" } },
      cloudformation: { status: "DELETE_COMPLETE" },
      faults: { globalLatencyMs: 5, yours: [2] },
    });
    expect(state).not.toHaveProperty("ours");
    expect(state.ssm.parameters.a.value).toBe("2");
    expect(Object.keys(state.ssm.parameters)).toContain(PROTO);
    expect(Object.keys(state.ssm.parameters)).not.toContain("/minecraft/player-count");
    expect(state.faults.operationFailures.get("StartInstances")).toEqual({ failNext: true, alwaysFail: false });
  });

  it("shows the whole state", async () => {
    await store.patchState({
      ours: { deep: null },
      faults: { operationFailures: { a: { failNext: true, alwaysFail: true } } },
    });
    await store.acquireLease("action", { owner: "a", ttlMs: 1000 });
    const state = await store.getState();
    await store.transact((draft) => {
      expect(draft).toEqual(state);
      expect(Object.keys(draft).sort()).toEqual(Object.keys(state).sort());
      expect("leases" in draft).toBe(true);
      expect(draft.ssm.parameters.nothing).toBeUndefined();
      expect("nothing" in draft.ssm.parameters).toBe(false);
    });
  });

  it("shows what has been written", async () => {
    await store.transact((draft) => {
      draft.ssm.parameters.b = parameter("2");
      delete draft.ssm.parameters.a;
      expect(draft.ssm.parameters.b).toEqual(parameter("2"));
      expect("a" in draft.ssm.parameters).toBe(false);
      expect(Object.keys(draft.ssm.parameters)).toContain("b");
      expect(Object.keys(draft.ssm.parameters)).not.toContain("a");
    });
  });

  it("changes nothing and rejects with the same error if the function throws", async () => {
    const before = await store.getState();
    const error = new Error("no");
    const rejected = rejection(() =>
      store.transact((draft) => {
        draft.backups = [];
        throw error;
      }),
    );
    expect(await rejected).toBe(error);
    expect(await store.getState()).toEqual(before);
  });

  it("loses no update of concurrent transactions", async () => {
    await Promise.all(Array.from({ length: 30 }, () => store.transact(increment)));
    expect(await store.getParameter("a")).toBe("31");
  });

  /** How often a transaction runs that reads or writes one thing while another is changed. */
  const runs = async (touch, change) => {
    let count = 0;
    await store.transact(async (draft) => {
      touch(draft);
      if (count++ === 0) await change();
      draft.ssm.parameters.result = parameter("done");
    });
    return count;
  };

  it.each([
    ["the instance", (d) => d.instance, () => store.setPublicIp("192.0.2.1")],
    ["a parameter", (d) => d.ssm.parameters.a, () => store.setParameter("a", "2")],
    ["that a parameter is absent", (d) => "b" in d.ssm.parameters, () => store.setParameter("b", "2")],
    ["the names of the parameters", (d) => Object.keys(d.ssm.parameters), () => store.deleteParameter("a")],
    ["the commands", (d) => d.ssm.commands, () => store.addCommand([])],
    ["the backups", (d) => d.backups, () => store.clearBackups()],
    [
      "the costs of a period",
      (d) => d.costs["last-month"],
      async () => store.setCosts("last-month", await store.getCosts("current-month")),
    ],
    ["the stack", (d) => d.cloudformation, () => store.setStackStatus({ exists: false })],
    ["the latency", (d) => d.faults.globalLatencyMs, () => store.setGlobalLatency(1)],
    [
      "the failures",
      (d) => d.faults.operationFailures,
      () => store.setOperationFailure("a", { failNext: true, alwaysFail: true }),
    ],
    ["the leases", (d) => d.leases, () => store.acquireLease("l", { owner: "a", ttlMs: 1000 })],
    ["an unknown key", (d) => d.ours, () => store.patchState({ ours: 1 })],
    ["anything before a reset", (d) => d.backups, () => store.resetState()],
  ])("runs again if what it has read was changed meanwhile: %s", async (_, touch, change) => {
    expect(await runs(touch, change)).toBe(2);
    expect(await store.getParameter("result")).toBe("done");
  });

  it.each([
    ["another parameter", (d) => d.ssm.parameters.a, () => store.setParameter("b", "2")],
    ["another part", (d) => d.instance, () => store.clearBackups()],
    [
      "another period",
      (d) => d.costs["last-month"],
      async () => store.setCosts("current-month", await store.getCosts("last-month")),
    ],
    ["what it sets without reading it", (d) => (d.backups = []), () => store.addBackup(backup("b"))],
  ])("does not run again if something else was changed meanwhile: %s", async (_, touch, change) => {
    expect(await runs(touch, change)).toBe(1);
  });

  it("reads everything from one revision", async () => {
    await store.setParameter("b", "1");
    let count = 0;
    const seen = await store.transact(async ({ ssm: { parameters } }) => {
      const a = parameters.a.value;
      if (count++ === 0) await store.patchState({ ssm: { parameters: { a: parameter("2"), b: parameter("2") } } });
      return [a, parameters.b.value];
    });
    expect(seen).toEqual(["2", "2"]);
  });

  it("runs again even if the function catches the error that stops it", async () => {
    let count = 0;
    const value = await store.transact(async (draft) => {
      const a = draft.ssm.parameters.a.value;
      if (count++ === 0) await store.setParameter("a", "2");
      try {
        return a + draft.instance.state;
      } catch {
        return "hidden";
      }
    });
    expect(value).toBe("2stopped");
  });

  it("rejects with ERR_CONFLICT if it conflicts again and again", async () => {
    let count = 0;
    const error = await rejection(() =>
      store.transact(async (draft) => {
        draft.ssm.parameters.a.value += "!";
        await store.setParameter("a", String(++count));
      }),
    );
    expect(error).toBeInstanceOf(MockStateStoreError);
    expect(error.code).toBe("ERR_CONFLICT");
    expect(await store.getParameter("a")).toBe(String(count));
  }, 30_000);

  it("refuses wrong values by path, and changes nothing", async () => {
    const before = await store.getState();
    const refused = async (edit) => {
      const error = await rejection(() =>
        store.transact((draft) => {
          draft.backups = [];
          edit(draft);
        }),
      );
      expect(error).toBeInstanceOf(TypeError);
      return `${error.code} ${error.message.match(/"(.*)" argument/)[1]}`;
    };
    const TYPE = "ERR_INVALID_ARG_TYPE";
    const VALUE = "ERR_INVALID_ARG_VALUE";
    expect(await refused((draft) => (draft.instance.state = "flying"))).toBe(`${VALUE} instance.state`);
    expect(await refused((draft) => delete draft.instance.state)).toBe(`${TYPE} instance.state`);
    expect(await refused((draft) => delete draft.instance)).toBe(`${TYPE} instance`);
    expect(await refused((draft) => delete draft.ssm)).toBe(`${TYPE} ssm`);
    expect(await refused((draft) => (draft.faults = 5))).toBe(`${TYPE} faults`);
    expect(await refused((draft) => (draft.ssm.parameters = new Map()))).toBe(`${TYPE} ssm.parameters`);
    expect(await refused((draft) => (draft.ssm.parameters.a = { value: "1" }))).toBe(`${TYPE} ssm.parameters.a.type`);
    expect(await refused((draft) => (draft.ssm.commands[0] = 1))).toBe(`${TYPE} ssm.commands[0]`);
    expect(await refused((draft) => (draft.faults.globalLatencyMs = -1))).toBe(`${VALUE} faults.globalLatencyMs`);
    expect(await refused((draft) => (draft.instance.ours = draft.instance))).toBe(`${VALUE} instance.ours`);
    expect(await store.getState()).toEqual(before);
  });

  it("replaces a section that is assigned as a whole", async () => {
    await store.patchState({ ssm: { ours: 1 } });
    await store.transact((draft) => {
      draft.ssm = { parameters: { b: parameter("2") }, commands: [] };
      draft.faults = { globalLatencyMs: 1, operationFailures: new Map() };
    });
    const { ssm, faults } = await store.getState();
    expect(ssm).toEqual({ parameters: { b: parameter("2") }, commands: [] });
    expect(faults).toEqual({ globalLatencyMs: 1, operationFailures: new Map() });
  });

  it("drops the oldest commands beyond the history limit", async () => {
    for (let i = 0; i < 3; i++) await store.addCommand([]);
    const ids = await store.transact((draft) => {
      draft.ssm.commands.push(command("c"), command("d"));
      return draft.ssm.commands.map(({ commandId }) => commandId);
    });
    expect((await store.getCommands()).map(({ commandId }) => commandId)).toEqual(ids.slice(-3));
  });

  it("ignores assignments to leases and pending timeouts", async () => {
    await store.acquireLease("action", { owner: "a", ttlMs: 1000 });
    const { leases } = await store.getState();
    await store.transact((draft) => {
      expect(draft.pendingTimeouts).toEqual([]);
      draft.leases.held = {};
      draft.pendingTimeouts = [setTimeout];
      draft.backups = [];
    });
    expect((await store.getState()).leases).toEqual(leases);
  });

  it("can be nested", async () => {
    await store.transact(async (draft) => {
      await store.transact((inner) => {
        inner.ssm.parameters.b = parameter("2");
      });
      draft.ssm.parameters.a.value = `${draft.ssm.parameters.b.value}!`;
    });
    expect(await store.getParameter("a")).toBe("2!");
  });

  it("copies assigned values when it commits", async () => {
    const given = [backup("b")];
    await store.transact((draft) => {
      draft.backups = given;
    });
    given[0].name = "mine";
    expect((await store.getBackups())[0].name).toBe("b");
  });

  it("makes its draft unusable after the commit", async () => {
    const draft = await store.transact((draft) => {
      draft.instance.state = "running";
      return draft;
    });
    draft.instance.state = "stopping";
    expect((await store.getInstance()).state).toBe("running");
    for (const use of [() => draft.backups, () => (draft.backups = []), () => delete draft.ours]) {
      expect(use).toThrow(expect.objectContaining({ code: "ERR_CLOSED" }));
    }
  });

  it("refuses an argument that is not a function", async () => {
    for (const fn of [undefined, null, {}, "fn"]) {
      expect((await rejection(() => store.transact(fn))).code).toBe("ERR_INVALID_ARG_TYPE");
    }
  });
});
