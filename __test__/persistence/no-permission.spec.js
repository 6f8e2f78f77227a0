const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

const NOBODY = 65534;
const drops = process.getuid?.() === 0;

/** Changes a store's state, and reports how that went. */
async function change({ MockStateStore }, persistencePath) {
  const warnings = [];
  process.on("warning", ({ message, code }) => warnings.push({ message, code }));
  const store = new MockStateStore({ enablePersistence: true, persistencePath, persistenceDebounceMs: 3_600_000 });
  const loaded = await store.getParameter("a");
  await store.setParameter("a", "changed");
  const rejected = await store.persistNow().then(
    () => null,
    ({ code }) => code,
  );
  return { loaded, rejected, inMemory: await store.getParameter("a"), warnings };
}
const asNobody = (file) => runInChild(change, [file], { user: drops ? NOBODY : undefined });

describe("without permission", () => {
  const folder = useFolder();
  const file = () => folder("closed", "state.json");
  beforeEach(async () => {
    fs.chmodSync(folder(), 0o755);
    fs.mkdirSync(folder("closed"));
    await runInChild(change, [file()]);
  });
  afterEach(() => {
    fs.chmodSync(folder("closed"), 0o755);
  });

  it("to write in the folder, nothing is lost in memory or on the disk", async () => {
    fs.chmodSync(file(), 0o644);
    fs.chmodSync(folder("closed"), 0o555);
    const { result } = await asNobody(file());
    expect(result).toMatchObject({ loaded: "changed", rejected: "ERR_PERSISTENCE", inMemory: "changed" });
    expect(namesIn(folder("closed"))).toEqual(["state.json"]);
    expect(readState(file()).ssm.parameters.a.value).toBe("changed");
  });

  it("to move a corrupt file aside, it stays where it is, with a warning", async () => {
    fs.writeFileSync(file(), "not json");
    fs.chmodSync(file(), 0o644);
    fs.chmodSync(folder("closed"), 0o555);
    const { result } = await asNobody(file());
    expect(result).toMatchObject({ loaded: null, rejected: "ERR_PERSISTENCE", inMemory: "changed" });
    expect(result.warnings[0].code).toBe("ERR_PERSISTENCE");
    expect(fs.readFileSync(file(), "utf8")).toBe("not json");
  });

  it("to read the file, what it holds is not overwritten", async () => {
    const text = fs.readFileSync(file());
    fs.chmodSync(file(), 0o000);
    fs.chmodSync(folder("closed"), 0o777);
    await asNobody(file());
    const kept = namesIn(folder("closed")).map((name) => fs.readFileSync(folder("closed", name)));
    expect(kept.some((bytes) => bytes.equals(text))).toBe(true);
  });
});
