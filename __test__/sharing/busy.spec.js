const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { startHolder } = require("../support/holder.js");

const TIMEOUT_MS = 200;
const PATIENT_MS = 30_000;

describe("a process that is stopped while it holds the lock", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const opened = (lockTimeoutMs) =>
    new MockStateStore({ enablePersistence: true, persistencePath: file(), lockTimeoutMs });
  let holder;
  let stores;

  beforeEach(async () => {
    holder = await startHolder(file());
    stores = { patient: opened(PATIENT_MS), impatient: opened(TIMEOUT_MS) };
    await holder.stop((attempt) => stores.impatient.setParameter("attempt", String(attempt)));
  });
  afterEach(async () => {
    await holder.end();
    for (const store of Object.values(stores)) {
      // One that is still opening its file goes on with that while its folder is removed.
      await store.getInstance();
      await store.close();
    }
  });

  it("is named by ERR_BUSY when the time is up", async () => {
    const started = performance.now();
    const error = await rejection(() => stores.impatient.setParameter("a", "b"));
    const took = performance.now() - started;
    expect(error.code).toBe("ERR_BUSY");
    expect(error.message).toContain(String(holder.pid));
    expect(took).toBeGreaterThan(TIMEOUT_MS * 0.9);
    expect(took).toBeLessThan(PATIENT_MS / 2);
  });

  it("lets a call that was rejected change nothing", async () => {
    await rejection(() => stores.impatient.setParameter("a", "b"));
    holder.kill("SIGCONT");
    expect(await stores.patient.getParameter("a")).toBe(null);
  });

  it("does not block the event loop of those who wait", async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    await rejection(() => stores.impatient.setParameter("a", "b"));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it("is waited for, and calls then take effect in their order", async () => {
    const order = [];
    const calls = [1, 2, 3].flatMap((n) => [
      stores.patient.setParameter("a", String(n)).then(() => order.push(`set ${n}`)),
      stores.patient.getParameter("a").then((value) => order.push(`get ${value}`)),
      stores.patient.addCommand([String(n)]).then(() => order.push(`add ${n}`)),
    ]);
    await rejection(() => stores.impatient.setParameter("other", "b"));
    expect(order).toEqual([]);
    holder.kill("SIGCONT");
    await Promise.all(calls);
    expect(order).toEqual(["set 1", "get 1", "add 1", "set 2", "get 2", "add 2", "set 3", "get 3", "add 3"]);
    expect((await stores.patient.getCommands()).map(({ commands }) => commands[0])).toEqual(["1", "2", "3"]);
  });

  it("is not waited for any longer once it has been killed", async () => {
    const started = performance.now();
    const waiting = stores.patient.setParameter("a", "b");
    holder.kill("SIGKILL");
    await waiting;
    expect(performance.now() - started).toBeLessThan(PATIENT_MS / 2);
    expect(await stores.patient.getParameter("a")).toBe("b");
  });
});
