import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { getMockStateStore } from "mock-state-store";
import { describe, expect } from "vitest";
import { test } from "./support.ts";

describe("each test has an account of its own", () => {
  test.concurrent.for(["red", "green", "blue"])(
    "also at the same time as others: %s",
    async (motd, { store, clients, server }) => {
      expect(await server.setting("/server/motd")).toBe("Welcome");
      await server.setSetting("/server/motd", motd);
      await server.start();
      expect(await server.setting("/server/motd")).toBe(motd);
      expect(getMockStateStore()).toBe(store);
      expect(clients.ssm).toHaveReceivedCommandExactlyOnceWith(PutParameterCommand, { Value: motd });
    },
  );

  test("and is a fork, which can be forked again", async ({ store, server }) => {
    const fork = await store.fork();
    await fork.setParameter("/server/motd", "Only here");
    expect(await server.setting("/server/motd")).toBe("Welcome");
  });

  test("with faults that are the same each time, by its seed", async ({ store }) => {
    await store.addFault({ action: "ssm:*", error: "internal", probability: 0.3 });
    const patterns = await Promise.all(
      [store.fork(), store.fork()].map(async (forking) => {
        const fork = await forking;
        const refusals: string[] = [];
        for (let call = 0; call < 20; call += 1) {
          refusals.push(
            await fork.applyFaults("ssm:GetParameter").then(
              () => ".",
              () => "x",
            ),
          );
        }
        return refusals.join("");
      }),
    );
    expect(patterns[0]).toContain("x");
    expect(patterns[1]).toBe(patterns[0]);
  });
});
