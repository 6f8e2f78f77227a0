const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { entry } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

describe("a save", () => {
  const folder = useFolder();

  it("syncs a temporary file in the same folder, then renames it", (context) => {
    if (!hasStrace) context.skip("there is no strace to watch the system calls with");
    const program = `
      const { MockStateStore } = require(${JSON.stringify(entry)});
      const store = new MockStateStore({ enablePersistence: true, persistencePath: process.argv[1] });
      store.setParameter("a", "b");
      store.persistNow();`;
    const flags = ["-f", "-y", "-o", folder("calls"), "-e", "trace=fsync,fdatasync,rename,renameat,renameat2"];
    spawnSync("strace", [...flags, process.execPath, "-e", program, folder("state.json")]);
    const calls = fs.readFileSync(folder("calls"), "utf8").split("\n");
    const renamed = calls.findIndex((call) => /rename/.test(call) && call.includes(`"${folder("state.json")}"`));
    const temporary = calls[renamed].match(/"([^"]+)"/)[1];
    expect(temporary.startsWith(`${folder()}/`)).toBe(true);
    const synced = calls.findIndex((call) => /f(data)?sync/.test(call) && call.includes(`<${temporary}>`));
    expect(synced).toBeGreaterThanOrEqual(0);
    expect(synced).toBeLessThan(renamed);
  });
});
