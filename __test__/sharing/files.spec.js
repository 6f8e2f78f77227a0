const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useCompanions } = require("../support/companion.js");
const { useFolder, readState } = require("../support/folder.js");
const { until } = require("../support/until.js");

const HOUR = { persistenceDebounceMs: 3_600_000 };
const NOBODY = 65534;

const folder = useFolder();
const start = useCompanions();
const file = () => folder("state.json");
const names = () => fs.readdirSync(folder()).sort();
const valueIn = (path, name = "a") => readState(path).ssm.parameters[name]?.value;

/** Writes the file as it is, with a parameter set. */
function edit(name, value) {
  const state = readState(file());
  state.ssm.parameters[name] = { value, type: "String", lastModified: "2026-03-15T12:00:00.000Z" };
  fs.writeFileSync(file(), JSON.stringify(state, undefined, 2));
}

/** Leaves the file with `a` = `saved`, and a process's change of `b` to `acknowledged` that is not in it. */
async function crash() {
  const first = await start(file());
  await first.call("setParameter", "a", "saved");
  await first.leave();
  const second = await start(file(), HOUR);
  await second.call("setParameter", "b", "acknowledged");
  await second.kill();
  expect(valueIn(file(), "b")).toBe(undefined);
}

describe("the last process out", () => {
  it("leaves just the JSON, with the changes of all", async () => {
    const [one, other] = [await start(file(), HOUR), await start(file(), HOUR)];
    await one.call("setParameter", "a", "one");
    await other.call("setParameter", "b", "other");
    expect(await one.leave()).toMatchObject({ code: 0, stderr: "" });
    await other.call("setParameter", "c", "later");
    expect(await other.leave()).toMatchObject({ code: 0, stderr: "" });
    expect(names()).toEqual(["state.json"]);
    expect([valueIn(file(), "a"), valueIn(file(), "b"), valueIn(file(), "c")]).toEqual(["one", "other", "later"]);
  });

  it("leaves just the JSON also when others were killed before", async () => {
    const [one, other] = [await start(file(), HOUR), await start(file(), HOUR)];
    await one.call("setParameter", "a", "one");
    await one.kill();
    expect(await other.leave()).toMatchObject({ code: 0, stderr: "" });
    expect(names()).toEqual(["state.json"]);
    expect(valueIn(file())).toBe("one");
  });

  it("leaves nothing where nothing was changed and there was no file", async () => {
    await (await start(file())).leave();
    expect(names()).toEqual([]);
  });
});

describe("a crash", () => {
  it("leaves what was acknowledged to whoever comes next", async () => {
    await crash();
    const next = await start(file());
    expect(await next.call("getParameter", "b")).toBe("acknowledged");
    await next.leave();
    expect(names()).toEqual(["state.json"]);
    expect(valueIn(file(), "b")).toBe("acknowledged");
  });

  it("leaves it also to one that may not write there", async (context) => {
    if (process.getuid() !== 0) context.skip("only root can become somebody else");
    await crash();
    for (const name of names()) fs.chmodSync(folder(name), 0o644);
    fs.chmodSync(folder(), 0o555);
    const { result } = await runInChild(
      async ({ MockStateStore }, persistencePath) =>
        new MockStateStore({ enablePersistence: true, persistencePath }).getParameter("b"),
      [file()],
      { env: { NODE_NO_WARNINGS: "1" }, user: NOBODY },
    );
    expect(result).toBe("acknowledged");
  });

  it("and a file deleted afterwards give the defaults", async () => {
    await crash();
    fs.rmSync(file());
    const next = await start(file());
    expect(await next.call("getParameter", "a")).toBe(null);
    expect(await next.call("getParameter", "b")).toBe(null);
    await next.call("setParameter", "c", "new");
    await next.leave();
    expect(valueIn(file(), "b")).toBe(undefined);
    expect(valueIn(file(), "c")).toBe("new");
    expect(fs.existsSync(folder("state.json-journal"))).toBe(false);
  });

  it("is overruled by an edit made afterwards, and what that leaves out is kept aside", async () => {
    await crash();
    edit("a", "edited");
    // The system dates files by a clock that is some milliseconds behind.
    fs.utimesSync(file(), new Date(), new Date());
    const next = await start(file());
    expect(await next.call("getParameter", "a")).toBe("edited");
    expect(await next.call("getParameter", "b")).toBe(null);
    const warnings = await next.call("warnings");
    expect(warnings).toMatchObject([{ code: "ERR_PERSISTENCE" }]);
    const [aside] = warnings[0].message.match(/state\.json-journal\.stale-[\w.:-]*\w/) ?? [];
    await next.leave();
    expect(names()).toEqual(["state.json", aside]);
    expect(fs.readFileSync(folder(aside), "utf8")).toContain("acknowledged");
  });

  it("and an edit that a clock that jumped back dates before it: neither is lost", async () => {
    await crash();
    edit("a", "edited");
    const hourAgo = new Date(Date.now() - 3_600_000);
    fs.utimesSync(file(), hourAgo, hourAgo);
    const next = await start(file());
    expect(await next.call("getParameter", "a")).toBe("edited");
    expect(await next.call("getParameter", "b")).toBe("acknowledged");
  });

  it.for([0, 1, 2, 5, 10, 20, 40])("in the middle of a save, %i ms into it, loses nothing", async (ms) => {
    const writer = await start(file(), HOUR);
    await writer.call("setParameter", "large", "x".repeat(5_000_000));
    await writer.call("setParameter", "a", "acknowledged");
    writer.call("persistNow").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, ms));
    await writer.kill();
    const next = await start(file());
    expect(await next.call("getParameter", "a")).toBe("acknowledged");
    expect(await next.call("getParameter", "large")).toHaveLength(5_000_000);
    await next.leave();
    expect(names()).toEqual(["state.json"]);
  });
});

describe("an edit by hand", () => {
  const seen = (companion, name, value) =>
    until(async () => (await companion.call("getParameter", name)) === value, `${name} = ${value}`);
  const startBoth = async () => {
    const both = [await start(file(), HOUR), await start(file(), HOUR)];
    await both[0].call("setParameter", "a", "saved");
    await both[0].call("persistNow");
    await both[0].call("setParameter", "b", "acknowledged");
    await both[1].call("getParameter", "b");
    return both;
  };

  it("while nothing runs is honoured", async () => {
    const first = await start(file());
    await first.call("setParameter", "a", "saved");
    await first.leave();
    edit("a", "edited");
    const next = await start(file());
    expect(await next.call("getParameter", "a")).toBe("edited");
    expect(await next.call("warnings")).toEqual([]);
  });

  it.for([
    ["saved in place", () => edit("a", "edited")],
    [
      "saved by another file in its place, as editors do",
      () => {
        const original = fs.readFileSync(file());
        edit("a", "edited");
        const edited = fs.readFileSync(file());
        fs.writeFileSync(file(), original);
        fs.writeFileSync(folder("state.json~"), edited);
        fs.renameSync(folder("state.json~"), file());
      },
    ],
    [
      "dated an hour ago, by a clock that has jumped back",
      () => {
        edit("a", "edited");
        fs.utimesSync(file(), Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
      },
    ],
  ])("while processes run, %s, is seen by all of them", async ([, change]) => {
    const both = await startBoth();
    change();
    await Promise.all(both.map((companion) => seen(companion, "a", "edited")));
    for (const companion of both) expect(await companion.call("getParameter", "b")).toBe("acknowledged");
  });

  it("while processes run is saved with what they change afterwards", async () => {
    const both = await startBoth();
    edit("a", "edited");
    await Promise.all(both.map((companion) => seen(companion, "a", "edited")));
    await both[1].call("setParameter", "c", "later");
    for (const companion of both) await companion.leave();
    expect(["a", "b", "c"].map((name) => valueIn(file(), name))).toEqual(["edited", "acknowledged", "later"]);
    expect(names()).toEqual(["state.json"]);
  });

  it("takes no fencing token back", async () => {
    const one = await start(file(), HOUR);
    await one.call("acquireLease", "l", { owner: "a", ttlMs: 60_000 });
    await one.call("setParameter", "a", "saved");
    await one.call("persistNow");
    const { leases: _, ...state } = readState(file());
    state.ssm.parameters.a.value = "edited";
    fs.writeFileSync(file(), JSON.stringify(state));
    await seen(one, "a", "edited");
    expect(await one.call("acquireLease", "l", { owner: "b", ttlMs: 60_000 })).toMatchObject({
      acquired: true,
      lease: { fencingToken: 2 },
    });
  });

  it("while processes write on takes nothing away from them", async () => {
    const both = await startBoth();
    const written = {};
    for (let round = 0; round < 5; round += 1) {
      const calls = both.flatMap((companion, me) =>
        Array.from({ length: 50 }, (_, n) => {
          written[`p-${me}-${n}`] = `${round}`;
          return companion.call("setParameter", `p-${me}-${n}`, `${round}`);
        }),
      );
      // Its length is another one: nothing else may tell two edits of one moment apart.
      edit("a", `edit ${"x".repeat(round)}`);
      await Promise.all([...calls, ...both.map((companion) => seen(companion, "a", `edit ${"x".repeat(round)}`))]);
    }
    for (const companion of both) await companion.kill();
    const next = await start(file());
    const parameters = await next.call("getAllParameters");
    const values = Object.entries(parameters).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toMatchObject({ ...written, a: "edit xxxx", b: "acknowledged" });
  });

  it("that nobody can parse is reported and ignored, until it can be parsed", async () => {
    const both = await startBoth();
    const whole = readState(file());
    fs.writeFileSync(file(), '{ "instance": {');
    const warned = async (companion) => {
      const deadline = performance.now() + 30_000;
      while (performance.now() < deadline) {
        const warnings = await companion.call("warnings");
        if (warnings.length > 0) return warnings;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return [];
    };
    const warnings = (await Promise.all(both.map(warned))).flat();
    expect(warnings.map(({ code }) => code)).toContain("ERR_PERSISTENCE");
    for (const companion of both) expect(await companion.call("getParameter", "a")).toBe("saved");
    whole.ssm.parameters.a.value = "parsed";
    fs.writeFileSync(file(), JSON.stringify(whole));
    for (const companion of both) {
      await seen(companion, "a", "parsed");
      expect(await companion.call("getParameter", "b")).toBe("acknowledged");
    }
  });

  it("that nobody can parse is not lost to a save", async () => {
    const [one] = await startBoth();
    fs.writeFileSync(file(), "half an edit");
    await one.call("persistNow").catch(() => {});
    const texts = names().map((name) => fs.readFileSync(folder(name), "utf8"));
    expect(texts).toContain("half an edit");
  });

  it("between a change and its save is not lost to the save", async () => {
    const [one, other] = await startBoth();
    edit("a", "edited");
    await one.call("persistNow");
    expect(["a", "b"].map((name) => valueIn(file(), name))).toEqual(["edited", "acknowledged"]);
    await seen(other, "a", "edited");
  });
});

describe("the JSON", () => {
  it("is the whole state once all is quiet, so that a copy of it is", async () => {
    const [one, other] = [await start(file(), { persistenceDebounceMs: 20 }), await start(file(), HOUR)];
    await other.call("addCommand", ["other"]);
    await one.call("setParameter", "a", "one");
    await other.call("persistNow");
    await one.call("setParameter", "b", "later");
    await until(() => valueIn(file(), "b") !== undefined);
    fs.mkdirSync(folder("copy"));
    fs.copyFileSync(file(), folder("copy", "state.json"));
    const copy = await start(folder("copy", "state.json"));
    expect(await copy.call("getState")).toEqual(await one.call("getState"));
  });

  it("may be reached by another path, from another folder", async () => {
    fs.mkdirSync(folder("real"));
    fs.mkdirSync(folder("elsewhere"));
    fs.symlinkSync(folder("real"), folder("link"));
    fs.symlinkSync(folder("real", "state.json"), folder("elsewhere", "linked.json"));
    const one = await start(folder("real", "state.json"), HOUR);
    const others = [
      await start(folder("link", "state.json"), HOUR),
      await start("../real/state.json", HOUR, { cwd: folder("elsewhere") }),
      await start(folder("elsewhere", "linked.json"), HOUR),
    ];
    await one.call("setParameter", "a", "b");
    for (const other of others) expect(await other.call("getParameter", "a")).toBe("b");
    for (const companion of [one, ...others]) await companion.leave();
    expect(fs.readdirSync(folder("real"))).toEqual(["state.json"]);
    expect(fs.readdirSync(folder("elsewhere"))).toEqual(["linked.json"]);
  });
});

describe("a clock that jumps back", () => {
  it("changes nothing about the order of changes, or about what is kept", async () => {
    await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const options = { enablePersistence: true, persistencePath, persistenceDebounceMs: 20 };
        const store = new MockStateStore(options);
        await store.setParameter("a", "1");
        await store.persistNow();
        const real = Date.now;
        Date.now = () => real() - 3_600_000;
        await store.setParameter("a", "2");
        await store.persistNow();
        Date.now = () => real() - 7_200_000;
        await store.setParameter("a", "3");
        await store.addCommand(["acknowledged"]);
        process.kill(process.pid, "SIGKILL");
        await new Promise(() => setInterval(() => {}, 1000));
      },
      [file()],
    );
    const next = await start(file());
    expect(await next.call("getParameter", "a")).toBe("3");
    expect(await next.call("getCommands")).toHaveLength(1);
    expect(await next.call("warnings")).toEqual([]);
  });
});

describe("a path", () => {
  it("on a folder leaves the store to work in memory, and says so", async () => {
    fs.mkdirSync(file());
    const one = await start(file());
    await one.call("setParameter", "a", "b").catch(({ code }) => expect(code).toBe("ERR_PERSISTENCE"));
    await expect(one.call("persistNow")).rejects.toMatchObject({ code: "ERR_PERSISTENCE" });
    expect(await one.leave()).toMatchObject({ code: 0, signal: null });
    expect(names()).toEqual(["state.json"]);
    expect(fs.readdirSync(file())).toEqual([]);
  });
});

describe("a full disk", () => {
  let mounted = false;
  beforeEach((context) => {
    fs.mkdirSync(folder("disk"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", folder("disk")], { stdio: "ignore" });
      mounted = true;
    } catch {
      context.skip("this machine does not let us mount a small disk");
    }
  });
  afterEach(() => {
    if (mounted) execFileSync("umount", ["--lazy", folder("disk")]);
  });

  it("loses nothing of what was acknowledged before, and is no trouble once there is room", async () => {
    const path = folder("disk", "state.json");
    const writer = await start(path, HOUR);
    await writer.call("setParameter", "a", "before");
    await writer.call("persistNow");
    await writer.call("setParameter", "b", "in the journal");
    fs.writeFileSync(folder("disk", "filler"), "");
    try {
      for (;;) fs.appendFileSync(folder("disk", "filler"), "x".repeat(4096));
    } catch {}
    await writer.call("setParameter", "large", "x".repeat(200_000)).catch(() => {});
    await expect(writer.call("persistNow")).rejects.toMatchObject({ code: "ERR_PERSISTENCE" });
    await writer.kill();
    const next = await start(path, HOUR);
    expect(await next.call("getParameter", "a")).toBe("before");
    expect(await next.call("getParameter", "b")).toBe("in the journal");
    fs.rmSync(folder("disk", "filler"));
    await next.call("setParameter", "c", "after");
    await next.call("persistNow");
    expect(["a", "b", "c"].map((name) => valueIn(path, name))).toEqual(["before", "in the journal", "after"]);
    await next.leave();
    expect(fs.readdirSync(folder("disk"))).toEqual(["state.json"]);
  });
});
