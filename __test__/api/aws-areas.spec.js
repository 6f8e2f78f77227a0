const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const STACK = { exists: true, status: "CREATE_COMPLETE", stackId: "arn:aws:cloudformation:r:1:stack/s/1" };
const RESPONSE = { match: "echo hi", output: "hi" };

/** What a patch sets, and where it then stands. */
const AREAS = [
  ["ssm.commandResponses", { ssm: { commandResponses: [RESPONSE] } }],
  ["ssm.parameterHistory", { ssm: { parameterHistory: { "/a:1": { value: "1", type: "String", lastModified: "" } } } }],
  ["stacks", { stacks: { s: STACK } }],
  ["stackEvents", { stackEvents: [{ eventId: "e", stackId: STACK.stackId, status: "X", timestamp: "" }] }],
  ["ses.identities", { ses: { identities: { "a@b.c": { verificationStatus: "Pending" } } } }],
  ["lambda", { lambda: { functions: { f: { response: { deep: [null, 1] } } } } }],
  [
    "ses",
    {
      ses: { sentEmails: [{ messageId: "m", source: "a@b.c", destination: {}, subject: "", body: {}, createdAt: "" }] },
    },
  ],
];

describe.each(AREAS)("%s", (path, patch) => {
  const valueIn = (state) => path.split(".").reduce((value, key) => value?.[key], state);

  it("is absent as long as it is empty", async () => {
    expect(valueIn(await new MockStateStore().getState())).toBe(undefined);
  });

  it("is patched, and part of an initial state", async () => {
    const store = new MockStateStore();
    await store.patchState(patch);
    expect(valueIn(await store.getState())).toEqual(valueIn(patch));
    expect(valueIn(await new MockStateStore({ initialState: patch }).getState())).toEqual(valueIn(patch));
    await store.resetState();
    expect(valueIn(await store.getState())).toBe(undefined);
  });

  it("is part of transactions", async () => {
    const store = new MockStateStore();
    await store.transact((draft) => {
      const [section, ...rest] = path.split(".");
      if (rest.length > 0) draft[section][rest[0]] = valueIn(patch);
      else draft[section] = patch[section];
    });
    expect(valueIn(await store.getState())).toEqual(valueIn(patch));
  });

  it("is shown to a transaction as long as it is not empty", async () => {
    const store = new MockStateStore();
    const names = () => store.transact((draft) => JSON.stringify(draft));
    const key = `"${path.split(".").at(-1)}"`;
    expect(await names()).not.toContain(key);
    await store.patchState(patch);
    expect(await names()).toContain(key);
  });

  it("is watched", async () => {
    const store = new MockStateStore();
    const changes = store.changes();
    await store.patchState(patch);
    const { value } = await changes.next();
    expect(value.entries).not.toEqual([]);
    await changes.return();
  });
});

describe("what an AWS client knows", () => {
  it("of a parameter is kept when a method sets it, and counts up", async () => {
    const parameter = { value: "1", type: "StringList", lastModified: "", metadata: { version: 4, description: "d" } };
    const store = new MockStateStore({ initialState: { ssm: { parameters: { "/a": parameter } } } });
    await store.setParameter("/a", "2");
    const { parameters, parameterHistory } = (await store.getState()).ssm;
    expect(parameters["/a"]).toMatchObject({ value: "2", metadata: { version: 5, description: "d" } });
    expect(parameterHistory).toEqual({ "/a:4": parameter });
    await store.deleteParameter("/a");
    expect((await store.getState()).ssm).not.toHaveProperty("parameterHistory");
  });

  it("of a command's status goes where a method sets another", async () => {
    const command = { commandId: "c", commands: [], status: "Failed", awsStatus: "TimedOut", createdAt: "" };
    const store = new MockStateStore({ initialState: { ssm: { commands: [command] } } });
    await store.updateCommand("c", { output: "late" });
    expect(await store.getCommands()).toMatchObject([{ awsStatus: "TimedOut", output: "late" }]);
    await store.updateCommand("c", { status: "Failed" });
    expect((await store.getCommands())[0]).not.toHaveProperty("awsStatus");
  });

  it("is checked, by path", async () => {
    const store = new MockStateStore();
    const message = async (patch) => (await rejection(() => store.patchState(patch))).message;
    expect(await message({ ssm: { commandResponses: [{ ...RESPONSE, status: "Pending" }] } })).toBe(
      'The "ssm.commandResponses[0].status" argument must be one of "Success", "Failed", "TimedOut", "Cancelled". ' +
        'Received "Pending"',
    );
    expect(await message({ stacks: { s: { ...STACK, tags: [] } } })).toContain('"stacks.s.tags"');
  });
});
