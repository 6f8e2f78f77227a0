const { crew } = require("../support/crew.js");
const { useFolder } = require("../support/folder.js");
const { commands, isLinearizable, parameter } = require("../support/linearizability.js");
const random = require.resolve("../support/random.js");

const CALLERS = 4;
const CALLS = 400;

/** Makes calls at random and records them, by entry: what was called, when, and the answer. */
async function makeHistory({ MockStateStore }, barrier, persistencePath, seed, count, randomModule) {
  const { below, chance, pick } = require(randomModule).random(seed);
  const options = { enablePersistence: true, persistenceDebounceMs: 1, commandHistoryLimit: Infinity };
  const store = new MockStateStore({ persistencePath, ...options });
  const kinds = {
    read: (name) => store.getParameter(name),
    write: (name, value) => store.setParameter(name, value),
    delete: (name) => store.deleteParameter(name),
    put: (name, value) => store.putParameter(name, value, "String", false),
    deleteIf: (name, value) => store.deleteParameterIfValue(name, value),
  };
  const history = [];
  const record = async (entry, kind, value, call) => {
    const invoke = Number(process.hrtime.bigint());
    const answer = await call();
    history.push({ entry, kind, value, answer, invoke, response: Number(process.hrtime.bigint()) });
  };
  await barrier("start");
  for (let n = 0; n < count; n += 1) {
    const name = pick(["a", "b", "c"]);
    const kind = pick(["read", "read", "read", "write", "delete", "put", "put", "deleteIf", "deleteIf"]);
    // Few values for those that compare, so that they often meet what they expect.
    const value = kind === "write" ? `${seed}-${n}` : `value-${below(2)}`;
    await record(name, kind, value, () => kinds[kind](name, value));
    if (n % 10 === 0) await record("commands", "add", `${seed}-${n}`, () => store.addCommand([`${seed}-${n}`]));
    if (n % 10 === 5) {
      await record("commands", "read", undefined, async () =>
        (await store.getCommands()).map((command) => command.commands[0]),
      );
    }
    if (chance(0.05)) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await barrier("end");
  return history;
}

describe.each(["processes", "worker threads"])("%s with one file", (kind) => {
  const folder = useFolder();
  const file = () => folder("data", "state.json");

  it("see each entry as if they took turns", async () => {
    const lists = Array.from({ length: CALLERS }, (_, n) => [file(), `seed-${n}`, CALLS, random]);
    const history = (await crew(kind, folder(), makeHistory, lists)).flat();
    for (const name of ["a", "b", "c"]) {
      const calls = history.filter(({ entry }) => entry === name);
      expect(isLinearizable(calls, null, parameter), `the history of ${name}`).toBe(true);
    }
    const calls = history.filter(({ entry }) => entry === "commands");
    expect(isLinearizable(calls, [], commands), "the history of the commands").toBe(true);
  });

  it("lose none of the commands that all of them add, and keep each one's order", async () => {
    const own = Array.from({ length: CALLERS }, (_, caller) =>
      Array.from({ length: 1000 }, (_, n) => `${caller}-${n}`),
    );
    const results = await crew(
      kind,
      folder(),
      async ({ MockStateStore }, barrier, persistencePath, texts) => {
        const options = { enablePersistence: true, commandHistoryLimit: Infinity };
        const store = new MockStateStore({ persistencePath, ...options });
        await barrier("start");
        for (const text of texts) await store.addCommand([text]);
        await barrier("end");
        return (await store.getCommands()).map(({ commandId, commands: [text] }) => ({ commandId, text }));
      },
      own.map((texts) => [file(), texts]),
    );
    for (const found of results) {
      expect(found).toHaveLength(4000);
      expect(new Set(found.map(({ commandId }) => commandId)).size).toBe(4000);
      for (const [caller, texts] of own.entries()) {
        expect(found.map(({ text }) => text).filter((text) => text.startsWith(`${caller}-`))).toEqual(texts);
      }
    }
  });

  it("see what another has written once its promise has resolved", async () => {
    const seen = await crew(
      kind,
      folder(),
      async ({ MockStateStore }, _, persistencePath, me, turns) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        const fs = require("node:fs");
        // A file is made when the other's turn comes: no word passes by way of the store.
        const signal = (turn) => `${persistencePath}-turn-${turn}`;
        const stale = [];
        for (let turn = 0; turn < turns; turn += 1) {
          if (turn % 2 === me) {
            await store.setParameter("turn", String(turn));
            fs.writeFileSync(signal(turn), "");
          } else {
            while (!fs.existsSync(signal(turn)));
            const value = await store.getParameter("turn");
            if (value !== String(turn)) stale.push([turn, value]);
          }
        }
        return stale;
      },
      [0, 1].map((me) => [folder("state.json"), me, 400]),
    );
    expect(seen.flat()).toEqual([]);
  });
});
