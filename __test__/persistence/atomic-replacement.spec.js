const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder, readState } = require("../support/folder.js");
const { runInChild } = require("../support/child.js");

describe("a save", () => {
  const folder = useFolder();
  const file = () => folder("state.json");

  it("puts a new file in the place of the old one", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "old");
    await store.persistNow();
    const reader = fs.openSync(file());
    await store.setParameter("a", "new");
    await store.persistNow();
    expect(JSON.parse(fs.readFileSync(reader, "utf8")).ssm.parameters.a.value).toBe("old");
    expect(fs.statSync(file()).ino).not.toBe(fs.fstatSync(reader).ino);
    fs.closeSync(reader);
    expect(readState(file()).ssm.parameters.a.value).toBe("new");
  });

  it("leaves a symbolic link to the file what it is", async () => {
    fs.writeFileSync(folder("real.json"), "{}");
    fs.symlinkSync(folder("real.json"), file());
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(fs.lstatSync(file()).isSymbolicLink()).toBe(true);
    expect(readState(folder("real.json")).ssm.parameters.a.value).toBe("b");
  });

  it("shows a reader an old state or a new one, never a torn one", async () => {
    await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        await store.setParameter("a", "0");
        await store.persistNow();
      },
      [file()],
    );
    let saving = true;
    const saver = runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        for (let n = 1; n <= 200; n += 1) {
          const text = String(n).repeat(20_000);
          store.patchState({ instance: { publicIp: text }, cloudformation: { status: text } });
          await store.persistNow();
        }
      },
      [file()],
    ).finally(() => {
      saving = false;
    });
    const seen = new Set();
    while (saving) {
      const { instance, cloudformation } = readState(file());
      if (instance.publicIp) expect(instance.publicIp).toBe(cloudformation.status);
      seen.add(instance.publicIp);
      await new Promise(setImmediate);
    }
    expect(await saver).toMatchObject({ code: 0 });
    expect(seen.size).toBeGreaterThan(5);
  });
});
