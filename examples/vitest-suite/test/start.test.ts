import { DescribeInstancesCommand, StartInstancesCommand } from "@aws-sdk/client-ec2";
import { describe, expect } from "vitest";
import { test } from "./support.ts";

describe("a start", () => {
  test("is polled until the server has an address", async ({ store, clients, server }) => {
    expect(await server.start()).toBe("203.0.113.42");
    const { instanceId } = await store.getInstance();
    expect(clients.ec2).toHaveReceivedCommandExactlyOnceWith(StartInstancesCommand, { InstanceIds: [instanceId] });
    expect(clients.ec2).toHaveReceivedCommandTimes(DescribeInstancesCommand, 2);
  });

  test("is tried again where it is throttled, and so are its polls", async ({ store, clients, server }) => {
    await store.addFault({ action: "ec2:StartInstances", error: "throttling", times: 2 });
    await store.addFault({ action: "ec2:DescribeInstances", error: "throttling", every: 2 });
    await expect(server.start()).resolves.toBeDefined();
    expect((await store.calls()).map(({ operation, attempt, error }) => [operation, attempt, error?.code])).toEqual([
      ["StartInstances", 1, "RequestLimitExceeded"],
      ["StartInstances", 2, "RequestLimitExceeded"],
      ["StartInstances", 3, undefined],
      ["DescribeInstances", 1, undefined],
      ["DescribeInstances", 1, "RequestLimitExceeded"],
      ["DescribeInstances", 2, undefined],
    ]);
    // A command is one, however often the SDK has tried it.
    expect(clients.ec2).toHaveReceivedCommandOnce(StartInstancesCommand);
  });

  test("fails where AWS has no capacity, and leaves the server stopped", async ({ store, server }) => {
    await store.applyScenario("capacity");
    await expect(server.start()).rejects.toMatchObject({
      name: "InsufficientInstanceCapacity",
      $metadata: { attempts: 3 },
    });
    expect((await store.getInstance()).state).toBe("stopped");
  });

  test("ends where somebody stops the server meanwhile", async ({ store, server }) => {
    await store.schedule(2_000, { instance: { state: "stopped" } });
    await expect(server.start()).rejects.toThrow("The server is stopped.");
  });
});

test("a stop is polled until the server is stopped, and takes the address away", async ({ server }) => {
  await server.start();
  await server.stop();
  expect(await server.look()).toEqual({ state: "stopped", address: undefined });
});
