const fs = require("node:fs");
const { MockStateStore, MockStateStoreError } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");

describe("an error", () => {
  const folder = useFolder();

  it.each([
    ["a scalar argument", "setParameter", ["name", 5], "value"],
    ["an object", "patchState", [{ instance: { state: "flying" } }], "instance.state"],
    ["an array", "addCommand", [["true", Symbol("a")]], "commands[1]"],
  ])("about %s is a TypeError of this realm that names the argument", async (_, method, args, argument) => {
    const error = await rejection(() => new MockStateStore()[method](...args));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toBeInstanceOf(MockStateStoreError);
    expect(error.code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
    expect(error.message).toContain(`The "${argument}" argument must be `);
  });

  it("about an option is thrown", () => {
    const error = thrown(() => new MockStateStore({ commandHistoryLimit: 0 }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  });

  it("about the file is an Error of this realm that names the file", async () => {
    const file = folder("state.json");
    fs.mkdirSync(file);
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file });
    await store.setParameter("a", "1");
    const error = await rejection(() => store.persistNow());
    expect(error).toBeInstanceOf(Error);
    expect(error.code).toBe("ERR_PERSISTENCE");
    expect(error.message).toContain(file);
  });
});
