const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { useCompanions } = require("../support/companion.js");
const { useFolder, readState } = require("../support/folder.js");
const { until } = require("../support/until.js");

const folder = useFolder();
const start = useCompanions();
const options = () => ({
  enablePersistence: true,
  persistencePath: folder("state.json"),
  persistenceDebounceMs: 3_600_000,
});

describe("closing a store while the file is a broken edit and another process has it open", () => {
  it("rejects, and the next store of the file does not go on with the closed one", async () => {
    const other = await start(folder("state.json"), { persistenceDebounceMs: 3_600_000 });
    const first = new MockStateStore(options());
    await first.setParameter("a", "first");
    await first.persistNow();
    const saved = fs.readFileSync(folder("state.json"));
    await first.setParameter("a", "second");
    fs.writeFileSync(folder("state.json"), "{");
    await until(async () => (await other.call("warnings")).length > 0, "the other process sees the edit");
    expect((await rejection(() => first.close())).code).toBe("ERR_PERSISTENCE");
    expect(() => new MockStateStore(options())).toThrow(expect.objectContaining({ code: "ERR_PERSISTENCE" }));

    fs.writeFileSync(folder("state.json"), saved);
    const second = new MockStateStore(options());
    await second.setParameter("b", "third");
    await second.persistNow();
    const { a, b } = readState(folder("state.json")).ssm.parameters;
    expect([a.value, b.value]).toEqual(["second", "third"]);
    await second.close();
  });
});
