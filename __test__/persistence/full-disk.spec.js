const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { runInChild } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");

/** Writes a file until the disk has no room for more. */
function fill(file) {
  const page = Buffer.alloc(4096);
  try {
    for (;;) fs.appendFileSync(file, page);
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  }
}

describe("a full disk", () => {
  const folder = useFolder();
  let mounted = false;
  beforeEach((context) => {
    fs.mkdirSync(folder("disk"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", folder("disk")], { stdio: "ignore" });
      mounted = true;
    } catch {
      context.skip("this machine does not let us mount a small disk");
    }
  });
  afterEach(() => {
    if (mounted) execFileSync("umount", ["--lazy", folder("disk")]);
  });

  it("refuses a change that there is no room for, and keeps what there was", async () => {
    const file = folder("disk", "state.json");
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file });
    await store.setParameter("a", "old");
    const error = await rejection(() => store.setParameter("large", "x".repeat(200_000)));
    expect(error.code).toBe("ERR_PERSISTENCE");
    expect(await store.getParameter("large")).toBe(null);
    await store.setParameter("a", "new");
    await store.close();
    expect(fs.readdirSync(folder("disk"))).toEqual(["state.json"]);
    expect(readState(file).ssm.parameters).toMatchObject({ a: { value: "new" } });
  });

  it("without a page left kills no process that opens a store there", async () => {
    fill(folder("disk", "full"));
    const child = await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        await store.setParameter("a", "1");
        process.stdout.write(await store.getParameter("a"));
        process.exit();
      },
      [folder("disk", "state.json")],
    );
    expect(child).toMatchObject({ code: 0, signal: null, stdout: "1" });
    expect(child.stderr).toContain("There can be no journal beside");
  });
});
