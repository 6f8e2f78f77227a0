import { SendCommandCommand } from "@aws-sdk/client-ssm";
import { describe, expect } from "vitest";
import { Server } from "../src/server.ts";
import { test } from "./support.ts";

const IMAGE = "ami-0123456789abcdef0";

/** With `after`, the change is made, and then the call fails: nobody can tell it from one that did nothing. */
describe("a change whose answer is lost", () => {
  test("is made once by RunInstances: the SDK's retry has the same client token", async ({ store, clients }) => {
    await store.addFault({ action: "ec2:RunInstances", connection: "reset", after: true, times: 1 });
    await Server.launch(clients, IMAGE);
    const attempts = await store.calls({ operation: "RunInstances" });
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(attempts[0]?.input.ClientToken).toBe(attempts[1]?.input.ClientToken);
    expect(Object.keys((await store.getState()).ec2?.instances ?? {})).toHaveLength(1);
  });

  test("is made twice by SendCommand, which has no token, where the SDK retries it", async ({ store, clients }) => {
    const { instanceId } = await store.getInstance();
    await store.updateInstanceState("running");
    await store.addFault({ action: "ssm:SendCommand", error: "internal", after: true, times: 1 });
    const parameters = { commands: ["backup nightly"] };
    const command = { DocumentName: "AWS-RunShellScript", InstanceIds: [instanceId], Parameters: parameters };
    await clients.ssm.send(new SendCommandCommand(command));
    await store.clock.advance(5_000);
    expect((await store.getBackups()).map(({ name }) => name)).toEqual(["nightly", "nightly"]);
  });

  test("is made once by a provider that looks before it sends again", async ({ store, server }) => {
    await store.updateInstanceState("running");
    await store.addFault({ action: "ssm:SendCommand", error: "internal", after: true, times: 1 });
    await server.backup("nightly");
    expect((await store.getBackups()).map(({ name }) => name)).toEqual(["nightly"]);
  });

  test("is sent again where the look finds nothing", async ({ store, clients, server }) => {
    await store.updateInstanceState("running");
    await store.addFault({ action: "ssm:SendCommand", connection: "empty", times: 1 });
    await server.backup("nightly");
    expect((await store.getBackups()).map(({ name }) => name)).toEqual(["nightly"]);
    expect(clients.commands).toHaveReceivedNthSpecificCommandWith(3, SendCommandCommand, {
      Parameters: { commands: ["backup nightly"] },
    });
  });

  test("is sent again without a look where it was throttled: nothing has happened", async ({
    store,
    clients,
    server,
  }) => {
    await store.updateInstanceState("running");
    await store.addFault({ action: "ssm:SendCommand", error: "throttling", times: 2 });
    await server.backup("nightly");
    expect(await store.getBackups()).toHaveLength(1);
    expect(clients.commands).toHaveReceivedCommandTimes(SendCommandCommand, 3);
  });
});
