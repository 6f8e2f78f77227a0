const fs = require("node:fs");
const { useCompanions } = require("../support/companion.js");
const { useFolder, readState } = require("../support/folder.js");
const { MockStateStore } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");

const DEBOUNCED = { durability: "debounced", persistenceDebounceMs: 3_600_000, lockTimeoutMs: 60_000 };

describe('stores with durability: "debounced"', () => {
  const folder = useFolder();
  const start = useCompanions();
  const warnings = recordWarnings();
  const file = () => folder("state.json");
  const stores = [];
  const opened = () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), ...DEBOUNCED });
    stores.push(store);
    return store;
  };
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close().catch(() => {}))));

  const parameter = (value) => ({ value, type: "String", lastModified: "2026-03-15T12:00:00.000Z" });
  const saved = (name) => readState(file()).ssm.parameters[name]?.value;

  /** Writes the file as it is, with a parameter set. */
  function edit(name, value) {
    const state = readState(file());
    state.ssm.parameters[name] = parameter(value);
    fs.writeFileSync(file(), JSON.stringify(state));
  }

  /** Resolves when a store tells that it has taken the file over; `change` is what makes it. */
  async function takenOver(store, change) {
    const event = new Promise((resolve) => {
      const stop = store.subscribe((told) => {
        if (told.type !== "state") return;
        stop();
        resolve(told);
      });
    });
    await change();
    return event;
  }

  it("in two processes keep each other's parameters", async () => {
    const [one, other] = [await start(file(), DEBOUNCED), await start(file(), DEBOUNCED)];
    await one.call("setParameter", "a", "one");
    await other.call("setParameter", "b", "other");
    await one.call("persistNow");
    await other.call("persistNow");
    expect([saved("a"), saved("b")]).toEqual(["one", "other"]);
    expect(fs.readdirSync(folder())).toEqual(["state.json"]);
  });

  it.for([
    ["a file", async () => (await start(file(), DEBOUNCED)).call("persistNow")],
    ["a file that is not there yet", () => {}],
  ])("in several processes that save %s at the same moment lose nothing", async ([, prepare]) => {
    await prepare();
    const all = await Promise.all([0, 1, 2, 3].map(() => start(file(), DEBOUNCED)));
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        all.map(async (companion, me) => {
          await companion.call("setParameter", `p-${me}-${round}`, "x");
          await companion.call("persistNow");
        }),
      );
    }
    const names = all.flatMap((_, me) => Array.from({ length: 10 }, (__, round) => `p-${me}-${round}`));
    expect(names.filter((name) => saved(name) !== "x")).toEqual([]);
  });

  it("take over what another process saves, also in what they have read before", async () => {
    const [store, other] = [opened(), await start(file(), DEBOUNCED)];
    expect(await store.getParameter("a")).toBe(null);
    await takenOver(store, async () => {
      await other.call("setParameter", "a", "other");
      await other.call("persistNow");
    });
    expect(await store.getParameter("a")).toBe("other");
  });

  it("take over what a process with a journal saves, and it what they save", async () => {
    const [store, other] = [opened(), await start(file())];
    await takenOver(store, async () => {
      await other.call("setParameter", "a", "journal");
      await other.call("persistNow");
    });
    await store.setParameter("b", "debounced");
    await store.persistNow();
    await other.call("persistNow");
    expect([saved("a"), saved("b")]).toEqual(["journal", "debounced"]);
  });

  it("take over an edit by hand, with what is not saved yet laid over it", async () => {
    const store = opened();
    await store.setParameter("a", "saved");
    await store.setParameter("b", "saved");
    await store.persistNow();
    await store.setParameter("b", "changed");
    await takenOver(store, () => {
      edit("a", "edited");
      edit("b", "edited");
    });
    expect([await store.getParameter("a"), await store.getParameter("b")]).toEqual(["edited", "changed"]);
    await store.close();
    expect([saved("a"), saved("b")]).toEqual(["edited", "changed"]);
  });

  it("do not overwrite an edit that was made just before the save", async () => {
    const store = opened();
    await store.persistNow();
    await store.setParameter("b", "changed");
    edit("a", "edited");
    await store.persistNow();
    expect([saved("a"), saved("b")]).toEqual(["edited", "changed"]);
  });

  it("tell once of an edit that does not parse, and set it aside when they are closed", async () => {
    const store = opened();
    await store.setParameter("a", "saved");
    await store.persistNow();
    const told = new Promise((resolve) => {
      const record = process.emitWarning;
      process.emitWarning = (...args) => {
        record(...args);
        resolve();
      };
    });
    fs.writeFileSync(folder("state.json~"), "half an edit");
    fs.renameSync(folder("state.json~"), file());
    await told;
    expect(await store.getParameter("a")).toBe("saved");
    await store.close();
    expect(warnings.map(({ code }) => code)).toEqual(["ERR_PERSISTENCE"]);
    const aside = fs.readdirSync(folder()).find((name) => name.includes(".corrupt-"));
    expect(fs.readFileSync(folder(aside), "utf8")).toBe("half an edit");
    expect(saved("a")).toBe("saved");
  });
});
