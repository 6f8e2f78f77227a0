const { getMockStateStore, resetMockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { mockAccount } = require("mock-state-store/jest");
const { StartInstancesCommand, start } = require("../support/application.js");

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const read = (name) => getMockStateStore().getParameter(name);

let prepared = 0;
let before;
const account = mockAccount({
  prepare: async (store) => {
    prepared++;
    await nextTurn();
    expect(getMockStateStore()).toBe(store);
    await start();
    await store.setParameter("/prepared", "yes");
  },
});

describe("a test after mockAccount()", () => {
  beforeAll(async () => {
    await getMockStateStore().setParameter("/shared", "yes");
  });
  beforeEach(account);
  // biome-ignore lint/suspicious/noDuplicateTestHooks: it sees what the hook before it has begun
  beforeEach(async () => {
    await nextTurn();
    await getMockStateStore().setParameter("/hook", (await read("/hook")) === null ? "once" : "again");
  });
  afterEach(async () => {
    await nextTurn();
    expect(await read("/hook")).toBe("once");
  });
  afterAll(async () => {
    expect(await read("/shared")).toBe("yes");
    expect(await read("/hook")).toBe(null);
    expect(prepared).toBe(1);
  });

  it.each([1, 2, 3])("has an account of its own, which has been prepared", async () => {
    const store = getMockStateStore({ region: "eu-west-1" });
    expect(await store.getParameter("/prepared")).toBe("yes");
    expect(await store.getParameter("/changed")).toBe(null);
    expect(store).not.toHaveReceivedAnyCommand();
    await store.setParameter("/changed", "yes");
    expect(await start()).toBe(200);
    expect(store).toHaveReceivedCommandOnce(StartInstancesCommand);
    before = store;
  });

  it("finds that of the test before it closed", async () => {
    await expect(before.getInstance()).rejects.toMatchObject({
      code: "ERR_CLOSED",
      message: "The test that had this account is over; await in a test what it starts",
    });
  });

  it("has it also where it does not wait", () => {
    expect(getMockStateStore()).not.toHaveReceivedAnyCommand();
  });

  it("has it after its modules were reset", async () => {
    const store = getMockStateStore();
    jest.resetModules();
    expect(require("mock-state-store").getMockStateStore()).toBe(store);
    await require("../support/application.js").start();
    expect(store).toHaveReceivedCommandOnce(StartInstancesCommand);
  });

  it("has it under fake timers", async () => {
    jest.useFakeTimers();
    let found;
    setTimeout(() => {
      found = getMockStateStore();
    }, 1000);
    await jest.advanceTimersByTimeAsync(1000);
    jest.useRealTimers();
    expect(found).toBe(getMockStateStore());
    expect(await found.getParameter("/prepared")).toBe("yes");
  });

  it("has it behind an endpoint that it starts", async () => {
    const endpoint = await startEndpoint({ port: 0 });
    const query = { Action: "DescribeInstances", Version: "2016-11-15" };
    await fetch(endpoint.url, { method: "POST", body: new URLSearchParams(query) });
    await endpoint.close();
    expect(getMockStateStore()).toHaveReceivedAnyCommand();
  });

  it("goes back to its beginning with resetMockStateStore()", async () => {
    const store = getMockStateStore();
    await start();
    await store.setParameter("/prepared", "no");
    resetMockStateStore();
    expect(getMockStateStore()).toBe(store);
    expect(await store.getParameter("/prepared")).toBe("yes");
    expect(store).not.toHaveReceivedAnyCommand();
    await store.setParameter("/hook", "once");
  });

  describe("in a suite with an account of its own", () => {
    beforeAll(async () => {
      expect(await read("/shared")).toBe("yes");
    });
    const inner = mockAccount();
    beforeEach(async () => {
      await inner();
      await getMockStateStore().setParameter("/hook", "once");
    });

    it("has that one", async () => {
      expect(await read("/prepared")).toBe(null);
    });
  });
});

describe("a test without one", () => {
  it("has the one store of the file", async () => {
    expect(await read("/shared")).toBe("yes");
    expect(await read("/prepared")).toBe(null);
  });
});

describe("a test that is tried again", () => {
  jest.retryTimes(2);
  beforeEach(account);
  const stores = new Set();

  it("has another account each time", async () => {
    stores.add(getMockStateStore());
    expect(await read("/tried")).toBe(null);
    await getMockStateStore().setParameter("/tried", "yes");
    expect(stores.size).toBe(3);
  });
});
