const { TEMPLATE } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { describeBothSides } = require("./support/both-sides.js");

describeBothSides("what else there is", (both) => {
  describe("the stack", () => {
    const STACK = "minecraft-stack";
    const stack = async (client, StackName = STACK) => (await client.describeStacks({ StackName })).Stacks[0];

    test("of the methods is the one that a client sees", async () => {
      const { clients, store } = both();
      await store.setStackStatus({ status: "UPDATE_IN_PROGRESS", outputs: { Address: "203.0.113.42" } });
      expect(await stack(clients.cloudformation)).toMatchObject({
        StackStatus: "UPDATE_IN_PROGRESS",
        StackId: (await store.getStackStatus()).stackId,
        Outputs: [{ OutputKey: "Address", OutputValue: "203.0.113.42" }],
      });
      await store.setStackStatus({ exists: false });
      const error = await rejection(() => stack(clients.cloudformation));
      expect(error).toMatchObject({ name: "ValidationError", message: `Stack with id ${STACK} does not exist` });
    });

    test("that a client deletes and creates is so for the methods", async () => {
      const { clients, store } = both();
      await clients.cloudformation.deleteStack({ StackName: STACK });
      expect(await store.getStackStatus()).toMatchObject({ exists: false });
      const { StackId } = await clients.cloudformation.createStack({ StackName: STACK, TemplateBody: TEMPLATE });
      const created = { exists: true, status: "CREATE_COMPLETE", stackId: StackId };
      expect(await store.getStackStatus()).toMatchObject(created);
    });
  });

  test("costs are those of the methods", async () => {
    const { clients, store } = both();
    await store.clock.set("2040-05-15T12:00:00.000Z");
    const costs = await store.getCosts("current-month");
    await store.setCosts("current-month", {
      ...costs,
      totalCost: "7.00",
      breakdown: [{ service: "Amazon EC2", cost: "7.00" }],
    });
    const { ResultsByTime } = await clients.ce.getCostAndUsage({
      TimePeriod: { Start: "2040-05-01", End: "2040-05-15" },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
      GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
    });
    const [{ Keys, Metrics }] = ResultsByTime[0].Groups;
    expect([Keys, Number(Metrics.UnblendedCost.Amount)]).toEqual([["Amazon EC2"], 7]);
  });

  test("what a client sends by SES is in getSentEmails()", async () => {
    const { clients, store } = both();
    const { MessageId } = await clients.ses.sendEmail({
      Source: "server@example.com",
      Destination: { ToAddresses: ["ada@example.com"] },
      Message: { Subject: { Data: "It runs" }, Body: { Text: { Data: "Come and play." } } },
    });
    expect(JSON.stringify(await store.getSentEmails())).toContain(MessageId);
  });
});
