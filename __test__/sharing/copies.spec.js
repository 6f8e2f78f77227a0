const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");
const { copyPackage } = require("../support/package.js");

describe("several copies of the addon in a process", () => {
  const folder = useFolder();
  const file = () => folder("data", "state.json");

  it("share one state, as several processes do", async () => {
    const modules = [copyPackage(folder("one")), copyPackage(folder("other"))];
    const ended = await runInChild(
      async ({ MockStateStore }, modules, persistencePath) => {
        const options = { enablePersistence: true, persistencePath, commandHistoryLimit: Infinity };
        const classes = [MockStateStore, ...modules.map((module) => require(module).MockStateStore)];
        const stores = classes.map((Store) => new Store(options));
        const seen = [];
        for (let turn = 0; turn < 30; turn += 1) {
          await stores[turn % 3].setParameter("turn", String(turn));
          seen.push(await stores[(turn + 1) % 3].getParameter("turn"));
        }
        await Promise.all(stores.flatMap((store, n) => Array.from({ length: 100 }, () => store.addCommand([`${n}`]))));
        await stores[0].close();
        await stores[1].setParameter("last", "1");
        return { seen, commands: (await stores[2].getCommands()).length, last: await stores[2].getParameter("last") };
      },
      [modules, file()],
    );
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.result.seen).toEqual(Array.from({ length: 30 }, (_, turn) => String(turn)));
    expect(ended.result).toMatchObject({ commands: 300, last: "1" });
    expect(fs.readdirSync(folder("data"))).toEqual(["state.json"]);
    expect(readState(file()).ssm.commands).toHaveLength(300);
  });
});
