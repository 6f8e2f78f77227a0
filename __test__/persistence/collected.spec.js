const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { entry } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

describe("a store that is garbage", () => {
  const folder = useFolder();

  it("is saved on another thread than that of the event loop", (context) => {
    if (!hasStrace) context.skip("there is no strace to watch the system calls with");
    const program = `
      const fs = require("node:fs");
      const { MockStateStore } = require(${JSON.stringify(entry)});
      // The timer is lost, as that of fake timers can be: it saves nothing and holds nothing.
      const realSetTimeout = setTimeout;
      globalThis.setTimeout = () => 0;
      const use = async () => {
        const options = { enablePersistence: true, persistencePath: process.argv[1] };
        await new MockStateStore(options).setParameter("a", "b");
      };
      const collect = () => {
        gc();
        if (fs.existsSync(process.argv[1])) console.log(process.pid);
        else realSetTimeout(collect, 5);
      };
      use().then(collect);`;
    const flags = ["-f", "-o", folder("calls"), "-e", "trace=fsync,fdatasync"];
    const args = ["--expose-gc", "-e", program, folder("state.json")];
    const { stdout } = spawnSync("strace", [...flags, process.execPath, ...args], {
      encoding: "utf8",
      timeout: 60_000,
    });
    const threads = fs.readFileSync(folder("calls"), "utf8").match(/^\d+(?= +f(data)?sync)/gm);
    expect(threads.length).toBeGreaterThan(0);
    expect(threads).not.toContain(stdout.trim());
  });
});
