const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");

describe("opening a file", () => {
  const folder = useFolder();

  it("leaves the temporary files of a store with a longer name alone", async () => {
    fs.writeFileSync(folder(".state-e2e-a1B2c3D4.tmp"), "{");
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state") });
    await store.close();
    expect(fs.readdirSync(folder())).toEqual([".state-e2e-a1B2c3D4.tmp"]);
  });
});
