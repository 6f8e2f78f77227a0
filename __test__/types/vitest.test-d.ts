import { DescribeInstancesCommand, EC2Client, RunInstancesCommand, StartInstancesCommand } from "@aws-sdk/client-ec2";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetParameterHistoryCommand, SendCommandCommand } from "@aws-sdk/client-ssm";
import { MockStateStore } from "mock-state-store";
import { awsClientConfig } from "mock-state-store/aws";
import { mockTest, test as own } from "mock-state-store/vitest";
import { describe, expect, expectTypeOf, test } from "vitest";

const store = new MockStateStore();

describe("mockTest", () => {
  test("is a test whose context has a store", () => {
    const prepared = mockTest({
      prepare: async (account) => {
        expectTypeOf(account).toEqualTypeOf<MockStateStore>();
      },
      options: { seed: 1, transitions: { "*": "immediate" } },
    });
    prepared("a", ({ store, task }) => {
      expectTypeOf(store).toEqualTypeOf<MockStateStore>();
      expectTypeOf(task.name).toBeString();
    });
    prepared.concurrent.for([1])("b", (n, { store }) => {
      expectTypeOf(n).toBeNumber();
      expectTypeOf(store).toEqualTypeOf<MockStateStore>();
    });
    prepared.extend<{ more: number }>({ more: 1 })("c", ({ store, more }) => {
      expectTypeOf(store).toEqualTypeOf<MockStateStore>();
      expectTypeOf(more).toBeNumber();
    });
    expectTypeOf(own).toEqualTypeOf(prepared);
  });

  test("refuses what is no option", () => {
    // @ts-expect-error: a misspelt option
    mockTest({ prepares: () => {} });
    // @ts-expect-error: an account of a test is in memory
    mockTest({ options: { enablePersistence: true } });
  });
});

describe("the matchers", () => {
  test("take the SDK's classes and their inputs", () => {
    expect(store).toHaveReceivedAnyCommand();
    expect(store).not.toHaveReceivedCommand(DescribeInstancesCommand);
    expect(store).toHaveReceivedCommandTimes(GetParameterHistoryCommand, 2);
    expect(store).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: ["i-1"] });
    expect(store).toHaveReceivedCommandWith(StartInstancesCommand, { DryRun: undefined });
    expect(store).toHaveReceivedNthCommandWith(1, SendCommandCommand, { DocumentName: expect.any(String) });
    expect(store).toHaveReceivedNthCommandWith(SendCommandCommand, 1, { Parameters: { commands: ["a"] } });
    expect(store).toHaveReceivedLastCommandWith(InvokeCommand, { Payload: new Uint8Array() });
    expect(store).toHaveReceivedNthSpecificCommandWith(2, RunInstancesCommand, { MinCount: 1 });
    expect(store).toReceiveCommandOnce(StartInstancesCommand);
    expect(new EC2Client(awsClientConfig())).toHaveReceivedCommand(StartInstancesCommand);
    expectTypeOf(expect(store).toHaveReceivedAnyCommand()).toBeVoid();
  });

  test("refuse others", () => {
    // @ts-expect-error: no member of that name
    expect(store).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceId: "i-1" });
    // @ts-expect-error: a list
    expect(store).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: "i-1" });
    // @ts-expect-error: no command
    expect(store).toHaveReceivedCommand(EC2Client);
    // @ts-expect-error: no number
    expect(store).toHaveReceivedCommandTimes(StartInstancesCommand);
  });
});
