const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");
const { MockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { rejection } = require("../support/errors.js");
const { useFolder, namesIn } = require("../support/folder.js");
const { fakeTimers, runner } = require("../support/timers.js");
const { recordWarnings } = require("../support/warnings.js");

const NOBODY = 65534;
const drops = process.getuid?.() === 0;
const read = (file) => fs.readFileSync(file, "utf8");

describe("snapshots beside a file", () => {
  const folder = useFolder();
  const warnings = recordWarnings();
  const { useFakeTimers } = fakeTimers();
  const file = (name) => folder("state.json.snapshots", name);
  const stores = [];
  const open = (options, name = "state.json") => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder(name), ...options });
    stores.push(store);
    return store;
  };
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

  /** Writes a snapshot by hand: that of a store, changed. */
  async function edit(change) {
    const store = open();
    await store.snapshot("base");
    const snapshot = JSON.parse(read(file("base.json")));
    const text = change(snapshot) ?? JSON.stringify(snapshot);
    fs.writeFileSync(file("base.json"), text);
    return { store, text };
  }

  it("are readable files of their owner alone, with version, time and state", async () => {
    await open().snapshot("base");
    const text = read(file("base.json"));
    const { version, takenAt, state } = JSON.parse(text);
    expect([version, new Date(takenAt).toISOString()]).toEqual([1, takenAt]);
    await stores[0].persistNow();
    expect(state).toEqual(JSON.parse(read(folder("state.json"))));
    expect(text).toBe(`${JSON.stringify({ version, takenAt, state }, undefined, 2)}\n`);
    expect(Object.keys(state.ssm.parameters)).toEqual(Object.keys(state.ssm.parameters).sort());
    const mode = (name) => fs.statSync(name).mode & 0o777;
    expect([mode(file("base.json")), mode(folder("state.json.snapshots"))]).toEqual([0o600, 0o700]);
    expect(fs.readdirSync(folder("state.json.snapshots"))).toEqual(["base.json"]);
  });

  it("schedule no save of a file that lacks nothing, when they are looked at", async () => {
    const store = open();
    await store.snapshot("base");
    await store.persistNow();
    useFakeTimers("2026-01-01T00:00:00.000Z");
    await store.listSnapshots();
    await store.diff("base");
    await store.deleteSnapshot("base");
    expect(runner.getTimerCount()).toBe(0);
    await store.setParameter("/a", "1");
    expect(runner.getTimerCount()).toBe(1);
  });

  it("of the same account are the same bytes, whoever writes them and whenever", async () => {
    for (const name of ["one.json", "two.json"]) {
      const store = open({ seed: 1 }, name);
      await store.clock.freeze();
      await store.clock.set("2126-01-01T00:00:00.000Z");
      for (const part of ["instance", "backups", "costs"]) await store.patchState({ [part]: fixed[part] });
      for (const key of ["b", "a"]) await store.setParameter(key, name === "one.json" ? "1" : "2");
      for (const key of ["a", "b"]) await store.setParameter(key, "3");
      await store.patchState({ ssm: { parameters: fixed.parameters } });
      await store.snapshot("base");
    }
    const texts = ["one", "two"].map((name) => read(folder(`${name}.json.snapshots`, "base.json")));
    expect(texts[0]).toBe(texts[1]);
  });

  it("that were restored are written again as the same bytes", async () => {
    const store = open();
    await store.clock.freeze();
    await store.snapshot("one");
    await store.setParameter("a", "b");
    await store.restore("one");
    await store.snapshot("two");
    expect(read(file("two.json"))).toBe(read(file("one.json")));
  });

  it("outlive the store, and are found by the next one", async () => {
    const first = open();
    await first.setParameter("a", "1");
    await first.snapshot("base");
    await first.close();
    fs.rmSync(folder("state.json"));
    const second = open();
    expect(await second.getParameter("a")).toBe(null);
    await second.restore("base");
    expect(await second.getParameter("a")).toBe("1");
    await second.close();
    expect(JSON.parse(read(folder("state.json"))).ssm.parameters.a.value).toBe("1");
  });

  it("can be edited by hand; a part that they lack has its default", async () => {
    const { store } = await edit(({ state }) => {
      state.ssm.parameters.edited = { value: "1", type: "String", lastModified: "2026-01-01T00:00:00.000Z" };
      delete state.backups;
    });
    await store.clearBackups();
    await store.restore("base");
    expect([await store.getParameter("edited"), await store.getBackups()]).toEqual(["1", expect.any(Array)]);
    expect(await store.getBackups()).toHaveLength(3);
  });

  it("hold nothing that the initial state has and the account had not", async () => {
    const store = open({ initialState: { transitions: { "ec2:pending": 5 }, ours: 1 } });
    await store.setTransitions({ "ec2:pending": null });
    await store.patchState({ ours: undefined });
    const state = await store.getState();
    await store.snapshot("base");
    fs.writeFileSync(file("base.json"), `${read(file("base.json"))} `);
    await store.resetState();
    await store.restore("base");
    expect((await store.getState()).transitions).toEqual(state.transitions);
    expect(await store.getState()).not.toHaveProperty("ours");
  });

  it.each([
    ["truncated", (snapshot) => JSON.stringify(snapshot).slice(0, -20), "EOF"],
    ["empty", () => "", "EOF"],
    [
      "of a later version",
      (snapshot) => {
        snapshot.version = 2;
      },
      "version 2",
    ],
    [
      "without a version",
      (snapshot) => {
        delete snapshot.version;
      },
      '"version"',
    ],
    [
      "without a time",
      (snapshot) => {
        snapshot.takenAt = "never";
      },
      '"takenAt"',
    ],
    [
      "without a state",
      (snapshot) => {
        delete snapshot.state;
      },
      '"state"',
    ],
    ["no object", () => "[]", "object"],
    ["a state file", ({ state }) => JSON.stringify(state), "no snapshot"],
    [
      "of another shape",
      (snapshot) => {
        snapshot.state.ssm.parameters.a = { value: 5 };
      },
      '"state.ssm.parameters.a.value"',
    ],
  ])(
    "that is %s is an error that says what is wrong, changes nothing and leaves the file",
    async (_, change, words) => {
      const { store, text } = await edit(change);
      const before = await store.getState();
      for (const call of [() => store.restore("base"), () => store.diff("base")]) {
        const error = await rejection(call);
        expect(error.code).toBe("ERR_PERSISTENCE");
        expect(error.message).toContain(file("base.json"));
        expect(error.message).toContain(words);
      }
      expect(await store.getState()).toEqual(before);
      expect(namesIn(folder("state.json.snapshots"))).toEqual(["base.json"]);
      expect(read(file("base.json"))).toBe(text);
      expect(await store.deleteSnapshot("base")).toBe(true);
    },
  );

  it("that cannot be read are left out of the list with a warning; what is none, without", async () => {
    const { store } = await edit((snapshot) => {
      snapshot.version = 2;
    });
    await store.snapshot("good");
    for (const name of [".base.json-12345678.tmp", "notes.txt", ".hidden.json", "ä.json", "con.json"]) {
      fs.writeFileSync(file(name), "x");
    }
    fs.mkdirSync(file("folder.json"));
    expect((await store.listSnapshots()).map(({ name }) => name)).toEqual(["good"]);
    expect(warnings.map(({ code }) => code)).toEqual(["ERR_PERSISTENCE", "ERR_PERSISTENCE"]);
    const messages = warnings.map(({ message }) => message).sort();
    expect(messages).toEqual([expect.stringContaining("base.json"), expect.stringContaining("folder.json")]);
  });

  it("are not written where a folder or a file is in the way, and leave nothing behind", async () => {
    const store = open();
    fs.writeFileSync(folder("state.json.snapshots"), "");
    expect((await rejection(() => store.snapshot("base"))).code).toBe("ERR_PERSISTENCE");
    fs.rmSync(folder("state.json.snapshots"));
    fs.mkdirSync(file("base.json"), { recursive: true });
    const error = await rejection(() => store.snapshot("base"));
    expect([error.code, error.message]).toEqual(["ERR_PERSISTENCE", expect.stringContaining(file("base.json"))]);
    expect((await rejection(() => store.restore("base"))).code).toBe("ERR_PERSISTENCE");
    expect((await rejection(() => store.deleteSnapshot("base"))).code).toBe("ERR_PERSISTENCE");
    expect(fs.readdirSync(folder("state.json.snapshots"))).toEqual(["base.json"]);
    await store.setParameter("a", "1");
  });

  it("behind links are replaced there, and a link is removed alone", async () => {
    fs.mkdirSync(folder("elsewhere"));
    fs.mkdirSync(folder("fixtures"));
    fs.symlinkSync(folder("fixtures"), folder("state.json.snapshots"));
    fs.symlinkSync(folder("elsewhere", "shared.json"), folder("fixtures", "base.json"));
    const store = open();
    await store.setParameter("a", "1");
    await store.snapshot("base");
    await store.setParameter("a", "2");
    await store.restore("base");
    expect(await store.getParameter("a")).toBe("1");
    expect(fs.readdirSync(folder("elsewhere"))).toEqual(["shared.json"]);
    expect(fs.lstatSync(folder("fixtures", "base.json")).isSymbolicLink()).toBe(true);
    expect(await store.deleteSnapshot("base")).toBe(true);
    expect([fs.readdirSync(folder("fixtures")), fs.readdirSync(folder("elsewhere"))]).toEqual([[], ["shared.json"]]);
  });

  it("stay inside the folder, whatever the name", async () => {
    const store = open();
    fs.writeFileSync(folder("other.json"), "{}");
    for (const name of ["../other", "..", "a/../../other", folder("other")]) {
      for (const method of ["snapshot", "restore", "deleteSnapshot"]) {
        expect((await rejection(() => store[method](name))).code).toBe("ERR_INVALID_ARG_VALUE");
      }
    }
    expect(namesIn(folder())).toEqual(["other.json"]);
  });

  it("can be restored where nothing can be written, and not be made or deleted", async () => {
    fs.chmodSync(folder(), 0o755);
    fs.mkdirSync(folder("closed"), { mode: 0o755 });
    const source = open({}, path.join("closed", "state.json"));
    await source.setParameter("a", "1");
    await source.snapshot("base");
    await source.close();
    const snapshots = folder("closed", "state.json.snapshots");
    fs.chmodSync(snapshots, 0o555);
    fs.chmodSync(path.join(snapshots, "base.json"), 0o444);
    fs.rmSync(folder("closed", "state.json"));
    fs.chmodSync(folder("closed"), 0o555);
    const use = async ({ MockStateStore }, persistencePath) => {
      const store = new MockStateStore({ enablePersistence: true, persistencePath });
      const codes = [];
      for (const method of ["snapshot", "deleteSnapshot"]) {
        await store[method]("base").catch(({ code }) => codes.push(code));
      }
      await store.restore("base");
      return { codes, value: await store.getParameter("a"), names: await store.listSnapshots() };
    };
    const user = drops ? NOBODY : undefined;
    const { result } = await runInChild(use, [folder("closed", "state.json")], { user });
    fs.chmodSync(folder("closed"), 0o755);
    fs.chmodSync(snapshots, 0o755);
    expect(result).toMatchObject({
      codes: ["ERR_PERSISTENCE", "ERR_PERSISTENCE"],
      value: "1",
      names: [{ name: "base" }],
    });
    expect(fs.readdirSync(snapshots)).toEqual(["base.json"]);
  });

  it("for which the disk has no room leave the one that there was", async (context) => {
    fs.mkdirSync(folder("disk"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder("disk")], { stdio: "ignore" });
    } catch {
      context.skip("this machine does not let us mount a small disk");
    }
    try {
      const store = open({ persistenceDebounceMs: 1e9 }, path.join("disk", "state.json"));
      await store.snapshot("base");
      const snapshots = folder("disk", "state.json.snapshots");
      const before = read(path.join(snapshots, "base.json"));
      await store.setParameter("large", "x".repeat(150_000));
      expect((await rejection(() => store.snapshot("base"))).code).toBe("ERR_PERSISTENCE");
      expect(fs.readdirSync(snapshots)).toEqual(["base.json"]);
      expect(read(path.join(snapshots, "base.json"))).toBe(before);
      await store.deleteParameter("large");
    } finally {
      await stores.pop().close();
      execFileSync("umount", ["--lazy", folder("disk")]);
    }
  });
});

const AT = "2026-01-01T00:00:00.000Z";
const parameter = { value: "1", type: "String", lastModified: AT };
const month = { period: { start: AT, end: AT }, totalCost: "1", currency: "USD", breakdown: [], fetchedAt: AT };
/** The parts of an account that have the time of its start in them. */
const fixed = {
  instance: { lastUpdated: AT },
  backups: [],
  costs: { "current-month": month, "last-month": month, "last-30-days": month },
  parameters: Object.fromEntries(
    ["email-allowlist", "player-count", "server-action", "gdrive-token"].map((name) => [
      `/minecraft/${name}`,
      parameter,
    ]),
  ),
};
