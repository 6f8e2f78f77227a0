const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers } = fakeTimers();

const NOW = "2026-03-15T12:34:56.789Z";
const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (days) => new Date(Date.parse(NOW) - days * DAY_MS).toISOString();

describe("a new store", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(NOW);
    store = new MockStateStore();
  });

  it("has a stopped instance with one volume and no IP", async () => {
    const instance = await store.getInstance();
    expect(instance).toEqual({
      instanceId: "i-mock1234567890abcdef",
      state: "stopped",
      hasVolume: true,
      availabilityZone: "us-east-1a",
      blockDeviceMappings: [
        {
          deviceName: "/dev/sda1",
          volumeId: "vol-mock1234567890abcdef",
          status: "attached",
          deleteOnTermination: true,
        },
      ],
      lastUpdated: NOW,
    });
    expect(Object.hasOwn(instance, "publicIp")).toBe(false);
  });

  it("has the four parameters of the dashboard", async () => {
    expect(await store.getAllParameters()).toEqual({
      "/minecraft/email-allowlist": { value: "[]", type: "String", lastModified: NOW },
      "/minecraft/player-count": { value: "0", type: "String", lastModified: NOW },
      "/minecraft/server-action": { value: "", type: "String", lastModified: NOW },
      "/minecraft/gdrive-token": { value: "", type: "SecureString", lastModified: NOW },
    });
  });

  it("has no commands", async () => {
    expect(await store.getCommands()).toEqual([]);
  });

  it("has three backups, a day apart", async () => {
    expect(await store.getBackups()).toEqual([
      { name: "minecraft-backup-2026-01-29", date: ago(1), size: "2.1 GB" },
      { name: "minecraft-backup-2026-01-28", date: ago(2), size: "2.0 GB" },
      { name: "minecraft-backup-2026-01-27", date: ago(3), size: "2.0 GB" },
    ]);
  });

  it.each([
    ["current-month", "15.50", new Date(2026, 2, 1), new Date(2026, 2, 31)],
    ["last-month", "18.75", new Date(2026, 1, 1), new Date(2026, 1, 28)],
    ["last-30-days", "34.25", new Date(ago(30)), new Date(NOW)],
  ])("has the costs of the %s", async (period, total, start, end) => {
    expect(await store.getCosts(period)).toEqual({
      period: { start: start.toISOString(), end: end.toISOString() },
      totalCost: total,
      currency: "USD",
      breakdown: [
        { service: "Amazon EC2", cost: total },
        { service: "Amazon EBS", cost: "0.00" },
        { service: "AWS Lambda", cost: "0.00" },
        { service: "Amazon SNS", cost: "0.00" },
        { service: "Amazon SES", cost: "0.00" },
      ],
      fetchedAt: NOW,
    });
  });

  it("has a stack that exists", async () => {
    expect(await store.getStackStatus()).toEqual({
      exists: true,
      status: "CREATE_COMPLETE",
      stackId: "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123",
    });
  });

  it("has no faults", async () => {
    expect(await store.getGlobalLatency()).toBe(0);
    const { faults } = await store.getState();
    expect(faults).toEqual({ globalLatencyMs: 0, operationFailures: new Map() });
  });

  it("has no pending timeouts", async () => {
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  });

  it("shares nothing with another store", async () => {
    await store.setParameter("mine", "1");
    expect(await new MockStateStore().getParameter("mine")).toBe(null);
  });
});
