const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

const HOUR = { persistenceDebounceMs: 3_600_000 };

/** The ways to leave a process that run exit handlers; `code` is what it ends with. */
const WAYS = [
  { way: "its natural end", code: 0, leave: () => {} },
  { way: "process.exit()", code: 0, leave: () => process.exit() },
  { way: "process.exit(3)", code: 3, leave: () => process.exit(3) },
  {
    way: "process.exit() in a timer",
    code: 4,
    leave: () => setTimeout(() => process.exit(4), 5),
  },
  {
    way: "process.exit() in a promise",
    code: 5,
    leave: () => Promise.resolve().then(() => process.exit(5)),
  },
  {
    way: "an uncaught exception",
    code: 1,
    leave: () =>
      setImmediate(() => {
        throw new Error("uncaught");
      }),
  },
  { way: "a rejection that nobody handles", code: 1, leave: () => void Promise.reject(new Error("unhandled")) },
  {
    way: "a signal whose handler exits",
    code: 6,
    leave: () => {
      process.on("SIGTERM", () => process.exit(6));
      process.kill(process.pid, "SIGTERM");
      setTimeout(() => {}, 60_000);
    },
  },
];

describe("what is pending is saved at", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const saved = () => readState(file()).ssm.parameters;

  it.each(WAYS)("$way", async ({ leave, code }) => {
    const program = `(module, persistencePath, options) => {
      const store = new module.MockStateStore({ enablePersistence: true, persistencePath, ...options });
      store.setParameter("a", "b");
      (${leave})();
    }`;
    const ended = await runInChild(program, [file(), HOUR]);
    expect(ended).toMatchObject({ code, signal: null });
    expect(saved().a.value).toBe("b");
    expect(namesIn(folder())).toEqual(["state.json"]);
  });

  it("process.exit() of a program that has the one store", async () => {
    await runInChild(
      ({ getMockStateStore }, persistencePath, options) => {
        getMockStateStore({ enablePersistence: true, persistencePath, ...options }).setParameter("a", "b");
        process.exit();
      },
      [file(), HOUR],
    );
    expect(saved().a.value).toBe("b");
  });

  it("the exit of a program with stores for many files", async () => {
    const files = Array.from({ length: 20 }, (_, n) => folder(`${n}.json`));
    await runInChild(
      ({ MockStateStore }, paths, options) => {
        for (const persistencePath of paths) {
          new MockStateStore({ enablePersistence: true, persistencePath, ...options }).setParameter(
            "a",
            persistencePath,
          );
        }
        process.exit();
      },
      [files, HOUR],
    );
    for (const path of files) expect(readState(path).ssm.parameters.a.value).toBe(path);
  });

  it("the exit of a program that has dropped its store", async () => {
    await runInChild(
      async ({ MockStateStore }, persistencePath, options) => {
        (() => {
          new MockStateStore({ enablePersistence: true, persistencePath, ...options }).setParameter("a", "b");
        })();
        for (let n = 0; n < 10; n += 1) {
          gc();
          await new Promise(setImmediate);
        }
      },
      [file(), HOUR],
      { flags: ["--expose-gc"] },
    );
    expect(saved().a.value).toBe("b");
  });

  it.each([0, 1, 2, 3, 4, 5])("an exit in the middle of a write, %i ms into it", async (ms) => {
    const ended = await runInChild(
      ({ MockStateStore }, persistencePath, wait) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath, persistenceDebounceMs: 0 });
        store.setParameter("large", "x".repeat(5_000_000));
        store.persistNow();
        store.setParameter("a", "b");
        const end = performance.now() + wait;
        while (performance.now() < end);
        store.setParameter("c", "d");
        process.exit();
      },
      [file(), ms],
    );
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(saved()).toMatchObject({ a: { value: "b" }, c: { value: "d" } });
    expect(namesIn(folder())).toEqual(["state.json"]);
  });

  it.each(["before", "after"])("an exit whose handler, added %s the store was made, makes the change", async (when) => {
    await runInChild(
      ({ MockStateStore }, persistencePath, order) => {
        let store;
        const handle = () => process.on("exit", () => store.setParameter("a", "b"));
        if (order === "before") handle();
        store = new MockStateStore({ enablePersistence: true, persistencePath });
        store.setParameter("early", "1");
        if (order === "after") handle();
      },
      [file(), when],
    );
    expect(saved()).toMatchObject({ early: { value: "1" }, a: { value: "b" } });
  });
});
