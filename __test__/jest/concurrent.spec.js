const { getMockStateStore } = require("mock-state-store");
const { mockAccount } = require("mock-state-store/jest");
const { StartInstancesCommand, start } = require("../support/application.js");

const account = mockAccount({ prepare: (store) => store.setParameter("/prepared", "yes") });
const numbers = Array.from({ length: 50 }, (_, number) => number);

let ran = 0;
let arrived;
const everyone = new Promise((resolve) => {
  arrived = resolve;
});

describe("concurrent tests", () => {
  test.concurrent.each(numbers)(
    "%i sees its own calls only",
    account.wrap(async ({ store }, number) => {
      expect(getMockStateStore()).toBe(store);
      await start();
      await getMockStateStore().setParameter("/number", String(number));
      if (++ran === 5) arrived();
      await everyone;
      expect(store).toHaveReceivedCommandTimes(StartInstancesCommand, 1);
      expect(await getMockStateStore().getParameter("/number")).toBe(String(number));
      expect(await getMockStateStore().getParameter("/prepared")).toBe("yes");
    }),
  );

  test.concurrent("without an account there is the one store of the file", async () => {
    await getMockStateStore().setParameter("/shared", "yes");
    expect(await getMockStateStore().getParameter("/prepared")).toBe(null);
  });
});

describe("beside others", () => {
  beforeEach(account);

  test("those have theirs", async () => {
    expect(await getMockStateStore().getParameter("/prepared")).toBe("yes");
    expect(await getMockStateStore().getParameter("/number")).toBe(null);
    expect(ran).toBe(50);
  });
});
