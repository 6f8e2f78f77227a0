import { describe, expect } from "vitest";
import { test } from "./support.ts";

/** The provider waits by moving the account's clock: minutes pass in it, and none on the wall. */
describe("time", () => {
  test("a start that takes eleven minutes is given up after five", async ({ store, server }) => {
    await store.setTransitions({ "ec2:pending": 660_000 });
    const begun = store.clock.now();
    await expect(server.start()).rejects.toThrow("Waited 300 s for the server to run.");
    expect(store.clock.now() - begun).toBeGreaterThanOrEqual(300_000);
    await store.clock.advance(360_000);
    expect(await server.look()).toEqual({ state: "running", address: "203.0.113.42" });
  });

  test("a start takes as many polls as the account says", async ({ store, server }) => {
    await store.setTransitions({ "ec2:pending": { polls: 4 } });
    await server.start();
    expect(await store.calls({ operation: "DescribeInstances" })).toHaveLength(4);
  });

  test("an outage of two minutes delays a start, and does not end it", async ({ store, server }) => {
    await store.applyScenario("evening-outage");
    const begun = store.clock.now();
    expect(await server.start()).toBeDefined();
    expect(store.clock.now() - begun).toBeGreaterThanOrEqual(120_000);
    expect((await store.calls()).filter(({ fault }) => fault === "evening outage")).not.toHaveLength(0);
    expect((await store.getBackups()).map(({ name }) => name)).toEqual(["evening"]);
    expect(await store.getFaults()).toEqual([]);
  });
});
