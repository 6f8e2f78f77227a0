const { stripVTControlCharacters } = require("node:util");
const { DescribeInstancesCommand, RunInstancesCommand, StartInstancesCommand } = require("@aws-sdk/client-ec2");
const { InvokeCommand } = require("@aws-sdk/client-lambda");
const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { matchers } = require("../../lib/testing/matchers.js");

expect.extend(matchers);

/** What a failing assertion says. */
function message(assertion) {
  try {
    assertion();
  } catch (error) {
    return stripVTControlCharacters(error.message);
  }
  throw new Error("It did not fail.");
}

let store;
beforeEach(async () => {
  const clients = account();
  store = clients.store;
  const launch = { ImageId: IMAGE, MinCount: 1, ClientToken: "token" };
  await clients.ec2.send(new RunInstancesCommand({ ...launch, MaxCount: 3, InstanceType: "t3.small" }));
  await clients.ec2.send(new RunInstancesCommand({ ...launch, ClientToken: "other", MaxCount: 5 }));
  await clients.ec2.send(new DescribeInstancesCommand({}));
});

describe("the message of a matcher", () => {
  it("shows the nearest command, and how it differs in what is expected", () => {
    const input = { ImageId: expect.any(String), InstanceType: "t3.large", MaxCount: 3 };
    expect(message(() => expect(store).toHaveReceivedCommandWith(RunInstancesCommand, input))).toBe(`\
Expected the account to receive ec2:RunInstances with {"ImageId":Any<String>,"InstanceType":"t3.large","MaxCount":3}.

The nearest ec2:RunInstances:

- Expected
+ Received

  {
    "ImageId": "${IMAGE}",
-   "InstanceType": "t3.large",
+   "InstanceType": "t3.small",
    "MaxCount": 3,
  }

It received:
  1. ec2:RunInstances {"ClientToken":"token","ImageId":"${IMAGE}","InstanceType":"t3.small","MaxCount":3,"MinCount":1}
  2. ec2:RunInstances {"ClientToken":"other","ImageId":"${IMAGE}","MaxCount":5,"MinCount":1}
  3. ec2:DescribeInstances {}`);
  });

  it("lists what there was where there is no such command", () => {
    const text = message(() =>
      expect(store).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: [INSTANCE] }),
    );
    expect(text).toContain(`Expected the account to receive ec2:StartInstances with {"InstanceIds":["${INSTANCE}"]}.`);
    expect(text).not.toContain("nearest");
    expect(text).toContain("3. ec2:DescribeInstances {}");
  });

  it("says how many there were", () => {
    expect(message(() => expect(store).toHaveReceivedCommandTimes(RunInstancesCommand, 3))).toContain(
      "Expected the account to receive ec2:RunInstances 3 times.\n\nIt received it 2 times.\n\nIt received:",
    );
    expect(message(() => expect(account().store).toHaveReceivedCommand(RunInstancesCommand))).toBe(
      "Expected the account to receive ec2:RunInstances.\n\nIt received no command.",
    );
  });

  it("of a negation says what it was not to receive", () => {
    expect(message(() => expect(store).not.toHaveReceivedCommand(RunInstancesCommand))).toMatch(
      /^Expected the account not to receive ec2:RunInstances\.\n\nIt received:\n {2}1\. /,
    );
  });

  it("compares the command of that place", () => {
    const text = message(() => expect(store).toHaveReceivedNthCommandWith(2, RunInstancesCommand, { MaxCount: 3 }));
    expect(text).toContain('to receive ec2:RunInstances with {"MaxCount":3} as the 2nd command.');
    expect(text).toContain('-   "MaxCount": 3,\n+   "MaxCount": 5,');
  });

  it("has asymmetric matchers as the runner prints them", () => {
    const input = expect.objectContaining({ ImageId: expect.stringMatching(/^img/), MaxCount: 3 });
    const text = message(() => expect(store).toHaveReceivedCommandWith(RunInstancesCommand, input));
    expect(text).toContain('with ObjectContaining { "ImageId": StringMatching /^img/, "MaxCount": 3 }.');
  });

  it("shows the payload of a function as text", async () => {
    const { lambda, store } = account();
    store.onInvoke("f", () => null);
    await lambda.send(new InvokeCommand({ FunctionName: "f", Payload: '{"a":1}' }));
    for (const Payload of ['{"a":2}', new TextEncoder().encode('{"a":2}')]) {
      const text = message(() => expect(store).toHaveReceivedCommandWith(InvokeCommand, { Payload }));
      expect(text).toContain(String.raw`-   "Payload": "{\"a\":2}",`);
      expect(text).toContain(String.raw`+   "Payload": "{\"a\":1}",`);
    }
  });

  it("is short where there were many commands", async () => {
    const { ec2, store } = account();
    for (let n = 0; n < 30; n++) await ec2.send(new DescribeInstancesCommand({}));
    const text = message(() => expect(store).toHaveReceivedCommand(StartInstancesCommand));
    expect(text).toContain("It received:\n  (10 earlier)\n  11. ec2:DescribeInstances {}\n");
    expect(text.split("\n")).toHaveLength(24);
  });
});
