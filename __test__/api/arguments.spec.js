const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const LENGTHS = [0, 1, 5, 6, 63, 64, 127, 128, 255, 256, 257, 70_000];
const CHARACTERS = { ASCII: "a", "Latin-1": "é", "the euro sign": "€", "a pair of surrogates": "😀" };

describe("an argument", () => {
  it.each(Object.entries(CHARACTERS))("arrives whatever its length where it consists of %s", async (_, character) => {
    const store = new MockStateStore();
    for (const length of LENGTHS) {
      const text = character.repeat(length);
      await store.setParameter(text, text);
      expect(await store.getParameter(text)).toBe(text);
      await store.patchState({ instance: { note: text } });
      expect((await store.getInstance()).note).toBe(text);
    }
  });

  it("has U+FFFD in the place of each half of a pair, whatever comes next", async () => {
    const store = new MockStateStore();
    await store.addCommand(["a longer text \ud83d", "\ude00 and another one", "\ud83d"]);
    const [{ commands }] = await store.getCommands();
    expect(commands).toEqual(["a longer text \ufffd", "\ufffd and another one", "\ufffd"]);
  });

  it("can hold more strings than any call has arguments", async () => {
    const store = new MockStateStore();
    const commands = Array.from({ length: 1000 }, (_, index) => `command number ${index}`);
    await store.addCommand(commands);
    expect((await store.getCommands())[0].commands).toEqual(commands);
  });

  it.each(["2026-01-30T12:00:00.000Z", "Jan 30, 2026"])("is read once, whoever adds a backup of %s", async (date) => {
    const store = new MockStateStore();
    let reads = 0;
    const backup = {
      name: "a",
      size: "1 GB",
      get date() {
        reads += 1;
        return date;
      },
    };
    await store.getBackups();
    await store.addBackup(backup);
    const { date: kept } = (await store.getBackups()).find(({ name }) => name === "a");
    expect([reads, kept]).toEqual([1, date]);
  });

  it("can have getters that call the store", async () => {
    const store = new MockStateStore();
    const inner = [];
    await store.setInstance({
      availabilityZone: "before",
      get note() {
        inner.push(store.patchState({ instance: { inner: "x".repeat(100_000) } }), store.setParameter("inner", "1"));
        return "in between";
      },
      other: "after",
    });
    await Promise.all(inner);
    const instance = await store.getInstance();
    expect(instance).toMatchObject({ availabilityZone: "before", note: "in between", other: "after" });
    expect(instance.inner).toHaveLength(100_000);
    expect(await store.getParameter("inner")).toBe("1");
  });

  it("can have getters that call the store wrongly", async () => {
    const store = new MockStateStore();
    const circular = {};
    circular.self = circular;
    const inner = [];
    await store.setInstance({
      get note() {
        inner.push(rejection(() => store.setInstance({ note: "longer than six", deep: circular })));
        inner.push(rejection(() => store.setParameter("a", Symbol("b"))));
        return "still there";
      },
      other: "after",
    });
    expect((await Promise.all(inner)).map(({ code }) => code)).toEqual([
      "ERR_INVALID_ARG_VALUE",
      "ERR_INVALID_ARG_TYPE",
    ]);
    expect(await store.getInstance()).toMatchObject({ note: "still there", other: "after" });
  });
});
