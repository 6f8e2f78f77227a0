const { MockStateStore } = require("mock-state-store");

describe("an account with nothing in it", () => {
  it("has no parameters, commands and backups, costs of 0 and no stack", async () => {
    const store = new MockStateStore({ fixtures: "empty" });
    const { ssm, backups, costs, cloudformation } = await store.getState();
    expect([ssm, backups]).toEqual([{ parameters: {}, commands: [] }, []]);
    for (const { totalCost, breakdown } of Object.values(costs)) {
      expect(new Set([totalCost, ...breakdown.map(({ cost }) => cost)])).toEqual(new Set(["0.00"]));
    }
    expect(cloudformation.exists).toBe(false);
  });
});

describe("the stack of the fixtures", () => {
  it("has the account, the region and the name that were chosen", async () => {
    const options = { accountId: "210987654321", region: "eu-central-1", stackName: "mine" };
    const { stackId } = await new MockStateStore(options).getStackStatus();
    expect(stackId).toBe("arn:aws:cloudformation:eu-central-1:210987654321:stack/mine/abc123");
  });
});
