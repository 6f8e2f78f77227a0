const { MockStateStore } = require("mock-state-store");

async function added(store, count) {
  for (let n = 0; n < count; n += 1) store.addCommand([String(n)]);
  return (await store.getCommands()).map(({ commands }) => commands[0]);
}

describe("the command history", () => {
  it("keeps the newest thousand by default", async () => {
    const kept = await added(new MockStateStore(), 1002);
    expect(kept).toHaveLength(1000);
    expect(kept[0]).toBe("2");
    expect(kept.at(-1)).toBe("1001");
  });

  it("keeps the newest commands up to the option", async () => {
    expect(await added(new MockStateStore({ commandHistoryLimit: 3 }), 5)).toEqual(["2", "3", "4"]);
    expect(await added(new MockStateStore({ commandHistoryLimit: 1 }), 5)).toEqual(["4"]);
  });

  it("keeps all commands if the option is Infinity", async () => {
    expect(await added(new MockStateStore({ commandHistoryLimit: Infinity }), 1500)).toHaveLength(1500);
  });

  it("is limited after a reset too", async () => {
    const store = new MockStateStore({ commandHistoryLimit: 2 });
    await store.resetState();
    expect(await added(store, 5)).toEqual(["3", "4"]);
  });
});
