const { runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const TESTS = `
import { DescribeInstancesCommand, EC2Client, StartInstancesCommand } from "@aws-sdk/client-ec2";
import { startEndpoint } from "mock-state-store/aws";
import { mockTest } from "mock-state-store/vitest";
import { describe, expect } from "vitest";

const test = mockTest();

describe.concurrent("endpoints", () => {
  test.each([1, 2, 3])("of test %s", async () => {
    await using endpoint = await startEndpoint({ port: 0 });
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const ec2 = new EC2Client({ endpoint: endpoint.url, region: "us-east-1", credentials });
    await ec2.send(new StartInstancesCommand({ InstanceIds: ["i-mock1234567890abcdef"] }));
    const { getMockStateStore } = await import("mock-state-store");
    expect(getMockStateStore()).toHaveReceivedCommandOnce(StartInstancesCommand);
    ec2.destroy();
  });
});
`;

const folder = useFolder();

const PORT = `
import { startEndpoint } from "mock-state-store/aws";
import { test } from "mock-state-store/vitest";
import { expect } from "vitest";

let port;
test("a test that leaves its endpoint open", async () => {
  ({ port } = await startEndpoint({ port: 0 }));
});
test("another one", async () => {
  await expect(startEndpoint({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
`;

test("no test gets the endpoint of another", async () => {
  const { passed, failures } = await runVitest(folder(), { "endpoint.test.mjs": PORT });
  expect(failures).toEqual({});
  expect(passed).toBe(2);
});

test("an endpoint that a test starts answers with its account", async () => {
  const { passed, failures } = await runVitest(folder(), { "endpoint.test.ts": TESTS });
  expect(failures).toEqual({});
  expect(passed).toBe(3);
});
