const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");

const FAILURE = { failNext: true, alwaysFail: false };
const ofName = (name) => ({ value: `value of ${name}`, type: "String", lastModified: "2026-03-15T12:00:00.000Z" });
const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "toJSON",
  "extra",
  "then",
  "length",
  "",
  " ",
  "0",
  "10",
  "4294967295",
  "-1",
  "1e3",
  "null",
  "undefined",
  "a.b[0]",
  '"quoted" \\ \n',
  "nul \u0000 within",
  "\u0000",
  "\u0000s",
  "\u0000u",
  "\u0000m",
  "\u0000n1",
  "\u2028\u2029\ufeff",
  "日本語 😀",
  "e\u0301 \u00e9",
  "x".repeat(1 << 20),
].map((name) => ({ name, title: JSON.stringify(name.slice(0, 20)) }));

/** A copy of a store, made by saving the one and loading the other. */
async function reloaded(store, folder) {
  await store.persistNow();
  fs.copyFileSync(folder("state.json"), folder("copy.json"));
  return new MockStateStore({ enablePersistence: true, persistencePath: folder("copy.json") });
}

describe.each(NAMES)("$title", ({ name }) => {
  const folder = useFolder();
  let store;
  beforeEach(() => {
    store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
  });

  it("names a parameter", async () => {
    expect(await store.getParameter(name)).toBe(null);
    await store.setParameter(name, "1");
    await store.setParameter("another", "2");
    for (const kept of [store, await reloaded(store, folder)]) {
      expect(await kept.getParameter(name)).toBe("1");
      const all = await kept.getAllParameters();
      expect(Object.hasOwn(all, name)).toBe(true);
      expect(Object.entries(all).find(([key]) => key === name)[1].value).toBe("1");
      expect(Object.getPrototypeOf(all)).toBe(Object.prototype);
    }
    await store.deleteParameter(name);
    expect(await store.getParameter(name)).toBe(null);
    expect(Object.hasOwn(await store.getAllParameters(), name)).toBe(false);
    expect(await store.getParameter("another")).toBe("2");
  });

  it("names a parameter in a patch", async () => {
    await store.patchState({ ssm: { parameters: Object.fromEntries([[name, ofName(name)]]) } });
    expect(await store.getParameter(name)).toBe(`value of ${name}`);
    await store.patchState({ ssm: { parameters: Object.fromEntries([[name, null]]) } });
    expect(await store.getParameter(name)).toBe(null);
  });

  it("names an operation", async () => {
    expect(await store.getOperationFailure(name)).toBe(undefined);
    await store.setOperationFailure(name, FAILURE);
    for (const kept of [store, await reloaded(store, folder)]) {
      expect(await kept.getOperationFailure(name)).toEqual(FAILURE);
      expect([...(await kept.getState()).faults.operationFailures.keys()]).toEqual([name]);
    }
    await store.clearOperationFailure(name);
    expect(await store.getOperationFailure(name)).toBe(undefined);
  });

  it.each(["a Map", "an object"])("names an operation in a patch with %s", async (kind) => {
    const entries = [[name, FAILURE]];
    const operationFailures = kind === "a Map" ? new Map(entries) : Object.fromEntries(entries);
    await store.patchState({ faults: { operationFailures } });
    expect(await store.getOperationFailure(name)).toEqual(FAILURE);
  });

  it("is a value", async () => {
    await store.setParameter("a", name);
    for (const kept of [store, await reloaded(store, folder)]) expect(await kept.getParameter("a")).toBe(name);
  });

  it("is a text of a backup, a command and the stack", async () => {
    await store.clearBackups();
    await store.addBackup({ name, date: "2026-01-01", size: name });
    const id = await store.addCommand([name, name]);
    await store.updateCommand(id, { output: name });
    await store.setStackStatus({ status: name });
    for (const kept of [store, await reloaded(store, folder)]) {
      expect(await kept.getBackups()).toEqual([{ name, date: "2026-01-01", size: name }]);
      expect((await kept.getCommands())[0]).toMatchObject({ commands: [name, name], output: name });
      expect((await kept.getStackStatus()).status).toBe(name);
    }
    await store.removeBackup(name);
    expect(await store.getBackups()).toEqual([]);
  });

  it("is an unknown key", async () => {
    const ours = (value) => Object.fromEntries([[name, value]]);
    await store.setStackStatus(ours({ deep: [name, ours(name)] }));
    for (const kept of [store, await reloaded(store, folder)]) {
      const stack = await kept.getStackStatus();
      expect(Object.hasOwn(stack, name)).toBe(true);
      expect(Object.entries(stack).find(([key]) => key === name)[1]).toEqual({ deep: [name, ours(name)] });
      expect(Object.getPrototypeOf(stack)).toBe(Object.prototype);
    }
    expect({}.deep).toBe(undefined);
  });
});

it("names of all kinds are own properties of an ordinary object, together with many others", async () => {
  const store = new MockStateStore();
  const names = [...NAMES.map(({ name }) => name), ...Array.from({ length: 200 }, (_, n) => `/many/${n}`)];
  for (const name of names) await store.setParameter(name, name);
  const all = await store.getAllParameters();
  expect(Object.getPrototypeOf(all)).toBe(Object.prototype);
  expect(Object.keys(all)).toHaveLength(names.length + 4);
  for (const name of names) expect(Object.getOwnPropertyDescriptor(all, name).value.value).toBe(name);
});
