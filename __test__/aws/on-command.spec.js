const { INSTANCE, account } = require("../support/aws.js");
const { runInChild } = require("../support/child.js");
const { thrown } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { until } = require("../support/until.js");
const { recordWarnings } = require("../support/warnings.js");

const folder = useFolder();
const warnings = recordWarnings();

async function running(transitions = { "*": "immediate" }) {
  const clients = account({ transitions });
  await clients.store.updateInstanceState("running");
  return clients;
}

const send = async (ssm, commands = ["uptime"]) => {
  const input = { InstanceIds: [INSTANCE], DocumentName: "AWS-RunShellScript", Parameters: { commands } };
  return (await ssm.sendCommand(input)).Command.CommandId;
};
const look = (ssm, CommandId) => ssm.getCommandInvocation({ CommandId, InstanceId: INSTANCE });
const over = (ssm, id) =>
  until(async () => {
    const invocation = await look(ssm, id);
    return !["Pending", "InProgress", "Delayed"].includes(invocation.Status) && invocation;
  });

test.each([
  ["a text", "uptime"],
  ["an expression", /^up/],
  ["a function", ([command]) => command === "uptime"],
])("commands are chosen by %s", async (_, match) => {
  const { store, ssm } = await running();
  store.onCommand(match, () => ({ output: "answered" }));
  expect(await over(ssm, await send(ssm))).toMatchObject({ Status: "Success", StandardOutputContent: "answered" });
  expect(await over(ssm, await send(ssm, ["whoami"]))).toMatchObject({
    Status: "Success",
    StandardOutputContent: "",
  });
});

test("a text stands for all the lines", async () => {
  const { store, ssm } = await running();
  store.onCommand("cd /srv\nls", () => ({ output: "answered" }));
  expect(await over(ssm, await send(ssm, ["cd /srv", "ls"]))).toMatchObject({ StandardOutputContent: "answered" });
  expect(await over(ssm, await send(ssm, ["cd /srv"]))).toMatchObject({ StandardOutputContent: "" });
});

test("a handler gets the lines and what it runs for, once", async () => {
  const { store, ssm } = await running();
  const handler = vi.fn(() => {});
  store.onCommand(/./, handler);
  const commandId = await send(ssm, ["cd /srv", "ls"]);
  await over(ssm, commandId);
  expect(handler.mock.calls).toEqual([[["cd /srv", "ls"], { commandId, instanceId: INSTANCE }]]);
});

test("it may be async, and the command is under way until it ends", async () => {
  const { store, ssm } = await running();
  let end;
  store.onCommand(
    "uptime",
    () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  );
  const id = await send(ssm);
  expect((await look(ssm, id)).Status).toBe("InProgress");
  end({ status: "Failed", output: "some", error: "and then not", delayMs: 0 });
  expect(await over(ssm, id)).toMatchObject({
    Status: "Failed",
    StandardOutputContent: "some",
    StandardErrorContent: "and then not",
  });
});

test.each(["Success", "Failed", "TimedOut", "Cancelled"])("a command can end as %s", async (status) => {
  const { store, ssm } = await running();
  store.onCommand("uptime", () => ({ status }));
  expect(await over(ssm, await send(ssm))).toMatchObject({ Status: status });
});

test.each([
  [
    "throws",
    () => {
      throw new Error("no such host");
    },
  ],
  [
    "rejects",
    async () => {
      throw new Error("no such host");
    },
  ],
])("one that %s fails the command", async (_, handler) => {
  const { store, ssm } = await running();
  store.onCommand("uptime", handler);
  expect(await over(ssm, await send(ssm))).toMatchObject({ Status: "Failed", StandardErrorContent: "no such host" });
});

test("delayMs is time of the account", async () => {
  const { store, ssm } = await running();
  await store.clock.freeze();
  store.onCommand("uptime", () => ({ output: "late", delayMs: 60_000 }));
  const id = await send(ssm);
  await until(async () =>
    (await store.scheduled()).some(({ dueAt }) => Date.parse(dueAt) === store.clock.now() + 60_000),
  );
  await store.clock.advance(59_999);
  expect((await look(ssm, id)).Status).toBe("InProgress");
  await store.clock.advance(1);
  expect(await look(ssm, id)).toMatchObject({ Status: "Success", StandardOutputContent: "late" });
});

test.each([[{ status: "Done" }], [{ output: 5 }], [{ delayMs: -1 }], ["text"]])(
  "%j is no result: that is a warning, and the command fails",
  async (result) => {
    const { store, ssm } = await running();
    store.onCommand("uptime", () => result);
    const failed = await over(ssm, await send(ssm));
    expect(failed).toMatchObject({ Status: "Failed", StandardErrorContent: expect.stringContaining('"result') });
    await until(() => warnings.length > 0);
    expect(warnings[0].message).toContain("onCommand()");
  },
);

test("one that throws what has no words fails the command", async () => {
  const { store, ssm } = await running();
  store.onCommand("uptime", () => {
    throw Object.create(null);
  });
  expect(await over(ssm, await send(ssm))).toMatchObject({ Status: "Failed" });
});

test("a command ends as TimedOut where the process that runs it has died", async () => {
  const options = {
    enablePersistence: true,
    persistencePath: folder("state.json"),
    transitions: { "*": "immediate" },
  };
  const { store, ssm } = account(options);
  await store.updateInstanceState("running");
  const child = await runInChild(dieAmidCommand, [require.resolve("../support/aws.js"), options]);
  expect(child.signal).toBe("SIGKILL");
  const [{ commandId, status }] = await store.getCommands();
  expect(status).toBe("InProgress");
  await store.clock.advance(4 * 3_600_000);
  expect((await look(ssm, commandId)).Status).toBe("TimedOut");
  await store.close();
});

async function dieAmidCommand(_module, helper, options) {
  const { INSTANCE, account } = require(helper);
  const { store, ssm } = account(options);
  store.onCommand(/./, () => process.kill(process.pid, "SIGKILL"));
  const Parameters = { commands: ["uptime"] };
  await ssm.sendCommand({ InstanceIds: [INSTANCE], DocumentName: "AWS-RunShellScript", Parameters });
}

test("the latest that fits runs, until it is taken back", async () => {
  const { store, ssm } = await running();
  store.onCommand("uptime", () => ({ output: "1" }));
  const takeBack = store.onCommand(/up/, () => ({ output: "2" }));
  store.onCommand("other", () => ({ output: "3" }));
  expect(await over(ssm, await send(ssm))).toMatchObject({ StandardOutputContent: "2" });
  takeBack();
  expect(await over(ssm, await send(ssm))).toMatchObject({ StandardOutputContent: "1" });
});

test("a call that is refused runs nothing", async () => {
  const { store, ssm } = account();
  const handler = vi.fn();
  store.onCommand("uptime", handler);
  await expect(send(ssm)).rejects.toMatchObject({ name: "InvalidInstanceId" });
  expect(handler).not.toHaveBeenCalled();
});

test("responses of the state answer, as often as they say", async () => {
  const { store, ssm } = await running();
  const response = { match: "uptime", output: "from the state", times: 1 };
  await store.patchState({ ssm: { commandResponses: [response] } });
  expect(await over(ssm, await send(ssm))).toMatchObject({ StandardOutputContent: "from the state" });
  expect(await over(ssm, await send(ssm))).toMatchObject({ StandardOutputContent: "" });
});

test("output is cut at 24,000 characters, errors at 8,000", async () => {
  const { store, ssm } = await running();
  store.onCommand("uptime", () => ({ output: "o".repeat(30_000), error: "e".repeat(30_000) }));
  const { StandardOutputContent, StandardErrorContent } = await over(ssm, await send(ssm));
  expect([StandardOutputContent.length, StandardErrorContent.length]).toEqual([24_000, 8_000]);
});

test.each([
  [5, () => {}],
  ["uptime", "answer"],
  [undefined, undefined],
])("(%s, %s) is refused", (...args) => {
  const error = thrown(() => account().store.onCommand(...args));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
});
