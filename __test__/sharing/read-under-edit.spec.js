const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useCompanions } = require("../support/companion.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");

const HOUR = { persistenceDebounceMs: 3_600_000 };

describe("while another process holds the lock of a file that has been edited, what is not known yet", () => {
  const folder = useFolder();
  const start = useCompanions();
  const file = () => folder("state.json");
  let store;
  let locker;
  /** @type {Promise<void> | undefined} */
  let closing;

  beforeEach(async () => {
    const other = await start(file(), HOUR);
    store = new MockStateStore({ enablePersistence: true, persistencePath: file(), lockTimeoutMs: 30_000, ...HOUR });
    await store.getInstance();
    // It has not seen the journals in between, unless it has just looked, and the edit is none of theirs.
    for (const round of [1, 2]) {
      await other.call("setGlobalLatency", round);
      await other.call("persistNow");
    }
    locker = spawn("flock", [folder("state.json-lock"), "sh", "-c", "echo locked; exec cat"]);
    await once(locker.stdout, "data");
    fs.writeFileSync(file(), JSON.stringify({ backups: [] }));
  });
  afterEach(async () => {
    locker.stdin.end();
    await closing;
    await store.close();
  });

  it.for([
    ["is read", () => store.getState()],
    ["is told", () => store.revision()],
    ["is part of a transaction", () => store.transact((draft) => draft.backups.length)],
  ])("%s once it is free, and not before", async ([, read]) => {
    let isRead = false;
    const reading = read().then(() => {
      isRead = true;
    });
    await readImpatiently();
    expect(isRead).toBe(false);
    locker.stdin.end();
    await reading;
  });

  it("does not let a listener or an iterator fail", async () => {
    const told = new Promise((resolve) => store.subscribe(resolve));
    const next = store.changes().next();
    locker.stdin.end();
    expect((await told).type).toBe("state");
    expect((await next).value.type).toBe("state");
  });

  it("makes a read reject with ERR_BUSY when the time is up", async () => {
    expect((await readImpatiently()).code).toBe("ERR_BUSY");
  });

  async function readImpatiently() {
    const impatient = new MockStateStore({ enablePersistence: true, persistencePath: file(), lockTimeoutMs: 50 });
    const error = await rejection(() => impatient.getState());
    // It closes once the lock is free.
    closing = impatient.close();
    return error;
  }
});
