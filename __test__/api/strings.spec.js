const { MockStateStore } = require("mock-state-store");

const LENGTHS = [0, 1, 5, 6, 63, 64, 127, 128, 255, 256, 257, 70_000];
const CHARACTERS = { ASCII: "a", "Latin-1": "é", "the euro sign": "€", "a pair of surrogates": "😀" };

describe("strings", () => {
  it.each(Object.entries(CHARACTERS))("of any length are kept (%s)", async (_, character) => {
    const store = new MockStateStore();
    for (const length of LENGTHS) {
      const text = character.repeat(length);
      await store.setParameter(text, text);
      expect(await store.getParameter(text)).toBe(text);
      await store.patchState({ instance: { note: text } });
      expect((await store.getInstance()).note).toBe(text);
    }
  });

  it("are kept where there are 1,000 in one argument", async () => {
    const store = new MockStateStore();
    const commands = Array.from({ length: 1000 }, (_, index) => `command number ${index}`);
    await store.addCommand(commands);
    expect((await store.getCommands())[0].commands).toEqual(commands);
  });
});
