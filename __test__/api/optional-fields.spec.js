const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const FIELDS = {
  imageId: "ami-0abcdef1234567890",
  instanceType: "t3.medium",
  keyName: "minecraft",
  launchTime: "2026-01-30T12:00:00.000Z",
  privateIpAddress: "10.0.0.7",
  rootDeviceName: "/dev/sda1",
  tags: { Name: "minecraft", "": "" },
};

describe("the optional fields of the instance", () => {
  it("are absent until they are set, and can be removed", async () => {
    const store = new MockStateStore();
    expect(Object.keys(await store.getInstance())).toEqual(expect.not.arrayContaining(Object.keys(FIELDS)));
    await store.setInstance(FIELDS);
    expect(await store.getInstance()).toMatchObject(FIELDS);
    await store.setInstance(Object.fromEntries(Object.keys(FIELDS).map((name) => [name, undefined])));
    expect(Object.keys(await store.getInstance())).toEqual(expect.not.arrayContaining(Object.keys(FIELDS)));
  });

  it("are checked, by path", async () => {
    const store = new MockStateStore();
    const { message } = await rejection(() => store.setInstance({ tags: { Name: 5 } }));
    expect(message).toBe('The "instance.tags.Name" argument must be of type string. Received type number (5)');
  });
});

test("the outputs of the stack are set, checked and removed", async () => {
  const store = new MockStateStore();
  await store.setStackStatus({ outputs: { Url: "http://localhost" } });
  expect((await store.getStackStatus()).outputs).toEqual({ Url: "http://localhost" });
  expect((await rejection(() => store.setStackStatus({ outputs: ["a"] }))).code).toBe("ERR_INVALID_ARG_TYPE");
  await store.setStackStatus({ outputs: null });
  expect(await store.getStackStatus()).not.toHaveProperty("outputs");
});
