const { runInChild } = require("../support/child.js");
const { useCompanions } = require("../support/companion.js");
const { useFolder } = require("../support/folder.js");
const { startHolder } = require("../support/holder.js");

describe("a file whose lock a stopped process holds", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const start = useCompanions();
  let holder;

  beforeEach(async () => {
    holder = await startHolder(file());
    const prober = await start(file(), { lockTimeoutMs: 100 });
    await holder.stop((attempt) => prober.call("setParameter", "attempt", String(attempt)));
    await prober.kill();
  });
  afterEach(() => holder.end());

  /**
   * What `program(open, resume, module)` returns in a process; `open(options)` makes a store of the file there,
   * `resume()` has the holder go on.
   */
  async function inChild(program, args = []) {
    const source = `(module, persistencePath, pid, ...args) => {
      process.on("unhandledRejection", (error) => { throw error; });
      const open = (options) => new module.MockStateStore({ enablePersistence: true, persistencePath, ...options });
      return (${program})(open, (signal = "SIGCONT") => process.kill(pid, signal), module, ...args);
    }`;
    return runInChild(source, [file(), holder.pid, ...args]);
  }

  it("lets the constructor return at once and the event loop turn", async () => {
    const { result } = await inChild(async (open) => {
      const started = performance.now();
      const store = open({ lockTimeoutMs: 3000 });
      const took = performance.now() - started;
      let ticks = 0;
      const timer = setInterval(() => {
        ticks += 1;
      }, 5);
      await store.getInstance().catch(() => {});
      clearInterval(timer);
      return { took, ticks };
    });
    expect(result.took).toBeLessThan(2000);
    expect(result.ticks).toBeGreaterThan(0);
  });

  it("is forked once it is open, after the calls that were made before", async () => {
    const { result } = await inChild(async (open, resume) => {
      const store = open({ lockTimeoutMs: 60_000 });
      store.setParameter("a", "1");
      const forked = store.fork();
      const snapshot = store.snapshot("base");
      store.setParameter("a", "2");
      resume();
      const fork = await forked;
      await snapshot;
      return [await fork.getParameter("a"), await store.getParameter("a"), await store.listSnapshots()];
    });
    expect(result).toEqual(["1", "2", [{ name: "base", takenAt: expect.any(String) }]]);
  });

  it("is opened by a class whose module has been loaded anew since", async () => {
    const { result } = await inChild(async (open, resume) => {
      for (const path of Object.keys(require.cache)) delete require.cache[path];
      const store = open({ lockTimeoutMs: 60_000 });
      const written = store.setParameter("a", "1");
      resume();
      await written;
      return store.getParameter("a");
    });
    expect(result).toBe("1");
  });

  it("lets the calls made meanwhile take effect in their order", async () => {
    const { result } = await inChild(async (open, resume) => {
      const store = open({ lockTimeoutMs: 60_000 });
      const order = [];
      const note = (name) => (value) => order.push(`${name} ${value}`);
      const calls = [
        store.setParameter("a", "1").then(note("set")),
        store.getParameter("a").then(note("get")),
        store.transact((draft) => typeof draft.ssm.parameters.a.value).then(note("transact")),
        store.setParameter("a", "2").then(note("set")),
        store.revision().then((revision) => note("revision")(typeof revision)),
        store.getParameter("a").then(note("get")),
      ];
      await new Promise(setImmediate);
      const before = order.length;
      resume();
      await Promise.all(calls);
      return { before, order };
    });
    expect(result.before).toBe(0);
    expect(result.order.filter((call) => call !== "transact string")).toEqual([
      "set undefined",
      "get 1",
      "set undefined",
      "revision number",
      "get 2",
    ]);
  });

  it("makes calls reject with ERR_BUSY and its pid in time, until it goes on", async () => {
    const { result } = await inChild(async (open, resume) => {
      const store = open({ lockTimeoutMs: 2000 });
      const calls = [store.setParameter("a", "1"), store.getParameter("a"), store.persistNow(), store.revision()];
      const errors = (await Promise.allSettled(calls)).map(({ reason }) => reason);
      resume();
      await store.setParameter("a", "2");
      return {
        codes: errors.map(({ code }) => code),
        messages: errors.map(({ message }) => message),
        areOwn: new Set(errors).size,
        value: await store.getParameter("a"),
      };
    });
    expect(result.codes).toEqual(["ERR_BUSY", "ERR_BUSY", "ERR_BUSY", "ERR_BUSY"]);
    for (const message of result.messages) expect(message).toContain(String(holder.pid));
    expect(result).toMatchObject({ areOwn: 4, value: "2" });
  });

  it("is not waited for once it has been killed", async () => {
    const calls = inChild(async (open) => {
      const store = open({ lockTimeoutMs: 60_000 });
      await store.setParameter("a", "1");
      return store.getParameter("a");
    });
    holder.kill("SIGKILL");
    expect((await calls).result).toBe("1");
  });

  it("does not let wrong options wait", async () => {
    const { result } = await inChild((open) => {
      try {
        open({ initialState: { instance: { state: "flying" } } });
      } catch ({ code, message }) {
        return { code, message };
      }
    });
    expect(result.code).toBe("ERR_INVALID_ARG_VALUE");
    expect(result.message).toContain("instance.state");
  });

  it("lets a store be closed that has never been open", async () => {
    const { result } = await inChild(async (open) => {
      const store = open({ lockTimeoutMs: 60_000 });
      await store.close();
      return store.getInstance().catch(({ code }) => code);
    });
    expect(result).toBe("ERR_CLOSED");
  });

  it("keeps neither a process alive that only has a store, nor one that watches it, nor its exit", async () => {
    const { result } = await inChild(async (open) => {
      open({ lockTimeoutMs: 60_000 });
      open({ lockTimeoutMs: 60_000 }).subscribe(() => {});
      open({ lockTimeoutMs: 60_000 }).changes().next();
      return "ended";
    });
    expect(result).toBe("ended");
  });

  it("lets resetMockStateStore() return at once", async () => {
    const { result } = await inChild(
      (_, __, { getMockStateStore, resetMockStateStore }, persistencePath) => {
        getMockStateStore({ enablePersistence: true, persistencePath, lockTimeoutMs: 60_000 });
        const started = performance.now();
        resetMockStateStore();
        return performance.now() - started;
      },
      [file()],
    );
    expect(result).toBeLessThan(5000);
  });

  it("lets those who watch meanwhile hear of every change from then on", async () => {
    const { result } = await inChild(async (open, resume) => {
      const store = open({ lockTimeoutMs: 60_000 });
      const heard = [];
      const alive = setInterval(() => {}, 1000);
      let done;
      const both = new Promise((resolve) => {
        done = resolve;
      });
      store.subscribe(
        ({ type, entries = [] }) => {
          heard.push(type, ...entries.map(({ name }) => name).filter((name) => name !== "holder"));
          if (heard.includes("b")) done();
        },
        { sections: ["parameters"] },
      );
      const calls = [store.setParameter("a", "1"), store.setParameter("b", "1")];
      // What it would go on to write could have the store forget what there is to be told.
      resume("SIGKILL");
      await Promise.all([...calls, both]);
      clearInterval(alive);
      return heard.filter((name) => name === "a" || name === "b");
    });
    expect(result).toEqual(["a", "b"]);
  });

  it("is opened for those who begin to watch when the attempt of others has failed", async () => {
    const { result } = await inChild(async (open, resume) => {
      const alive = setInterval(() => {}, 1000);
      const store = open({ lockTimeoutMs: 100 });
      const failed = await store.getInstance().catch(({ code }) => code);
      const heard = new Promise((resolve) => store.subscribe(() => resolve("a change")));
      resume();
      const late = new Promise((resolve) => setTimeout(resolve, 20_000, "nothing").unref());
      const first = await Promise.race([heard, late]);
      clearInterval(alive);
      return { failed, first };
    });
    expect(result).toEqual({ failed: "ERR_BUSY", first: "a change" });
  });

  it("ends an iterator of changes with ERR_BUSY, and keeps a listener for when it can be opened", async () => {
    const { result } = await inChild(async (open, resume) => {
      const warnings = [];
      const alive = setInterval(() => {}, 1000);
      process.removeAllListeners("warning").on("warning", ({ code }) => warnings.push(code));
      const store = open({ lockTimeoutMs: 2000 });
      const heard = new Promise((resolve) => store.subscribe(resolve));
      const busy = await store
        .changes()
        .next()
        .catch(({ code }) => code);
      const failed = await store.getInstance().catch(({ code }) => code);
      resume();
      await store.setParameter("a", "1");
      await heard;
      clearInterval(alive);
      return { busy, failed, warnings };
    });
    expect(result).toEqual({ busy: "ERR_BUSY", failed: "ERR_BUSY", warnings: ["ERR_BUSY"] });
  });
});
