const { useCompanions } = require("../support/companion.js");
const { crew } = require("../support/crew.js");
const { useFolder } = require("../support/folder.js");

const CALLERS = 4;

describe.each(["processes", "worker threads"])("of several %s", (kind) => {
  const folder = useFolder();
  const file = () => folder("data", "state.json");
  const each = (program, ...args) =>
    crew(
      kind,
      folder(),
      program,
      Array.from({ length: CALLERS }, (_, n) => [file(), n, ...args]),
    );

  it("none loses an update that another transaction makes", async () => {
    const seen = await each(async ({ MockStateStore }, barrier, persistencePath, _, rounds) => {
      const store = new MockStateStore({ enablePersistence: true, persistencePath });
      await barrier("start");
      for (let done = 0; done < rounds; ) {
        await store
          .transact(async ({ ssm: { parameters } }) => {
            const count = Number(parameters.counter?.value ?? 0) + 1;
            await new Promise(setImmediate);
            parameters.counter = { value: String(count), type: "String", lastModified: "2026-03-15T12:00:00.000Z" };
          })
          .then(
            () => {
              done += 1;
            },
            ({ code }) => {
              if (code !== "ERR_CONFLICT") throw new Error(code);
            },
          );
      }
      await barrier("end");
      return store.getParameter("counter");
    }, 50);
    expect(seen).toEqual(Array(CALLERS).fill(String(CALLERS * 50)));
  });

  it("one puts a parameter that is not there", async () => {
    const won = await each(async ({ MockStateStore }, barrier, persistencePath, me) => {
      const store = new MockStateStore({ enablePersistence: true, persistencePath });
      const wins = [];
      for (let round = 0; round < 50; round += 1) {
        await barrier(`round-${round}`);
        wins.push(await store.putParameter(`p-${round}`, String(me), "String", false));
      }
      return wins;
    });
    const winners = Array.from({ length: 50 }, (_, round) => won.filter((wins) => wins[round]).length);
    expect(winners).toEqual(Array(50).fill(1));
  });

  it("one takes a failure that is for the next call", async () => {
    const taken = await each(async ({ MockStateStore }, barrier, persistencePath, me) => {
      const store = new MockStateStore({ enablePersistence: true, persistencePath });
      if (me === 0) {
        for (let round = 0; round < 50; round += 1) {
          await store.setOperationFailure(`op-${round}`, { failNext: true, alwaysFail: false });
        }
      }
      const got = [];
      for (let round = 0; round < 50; round += 1) {
        await barrier(`round-${round}`);
        got.push((await store.takeOperationFailure(`op-${round}`)) !== undefined);
      }
      return got;
    });
    const takers = Array.from({ length: 50 }, (_, round) => taken.filter((got) => got[round]).length);
    expect(takers).toEqual(Array(50).fill(1));
  });

  it("one acquires a lease, under a token that nobody had", async () => {
    const results = await each(async ({ MockStateStore }, barrier, persistencePath, me) => {
      const store = new MockStateStore({ enablePersistence: true, persistencePath });
      const tokens = [];
      for (let round = 0; round < 50; round += 1) {
        await barrier(`round-${round}`);
        const { acquired, lease } = await store.acquireLease(`l-${round}`, { owner: `${me}`, ttlMs: 60_000 });
        if (acquired) tokens.push(lease.fencingToken);
      }
      return tokens;
    });
    expect(results.flat()).toHaveLength(50);
    expect(new Set(results.flat()).size).toBe(50);
  });
});

describe("the fencing token", () => {
  const folder = useFolder();
  const start = useCompanions();

  it("grows across the death of its holder", async () => {
    const file = folder("state.json");
    const lease = { ttlMs: 60_000 };
    const one = await start(file);
    const first = await one.call("acquireLease", "l", { owner: "one", ...lease });
    await one.call("releaseLease", "l", first.lease.fencingToken);
    const second = await one.call("acquireLease", "l", { owner: "one", ...lease });
    await one.call("resetState");
    await one.kill();
    const other = await start(file);
    const third = await other.call("acquireLease", "l", { owner: "other", ...lease });
    expect([first.acquired, second.acquired, third.acquired]).toEqual([true, true, true]);
    expect(second.lease.fencingToken).toBeGreaterThan(first.lease.fencingToken);
    expect(third.lease.fencingToken).toBeGreaterThan(second.lease.fencingToken);
  });
});
