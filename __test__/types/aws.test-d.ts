import { EC2Client } from "@aws-sdk/client-ec2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { MockStateStore } from "mock-state-store";
import type { AwsClientConfig, MockEndpoint } from "mock-state-store/aws";
import { awsClientConfig, startEndpoint } from "mock-state-store/aws";
import { describe, expectTypeOf, test } from "vitest";

const store = new MockStateStore();

describe("awsClientConfig", () => {
  test("is spread into the constructor of any client", () => {
    for (const Client of [EC2Client, LambdaClient, SSMClient, STSClient]) {
      new Client(awsClientConfig());
      new Client({ ...awsClientConfig(store), maxAttempts: 1 });
    }
    const { requestHandler } = new EC2Client(awsClientConfig()).config;
    expectTypeOf(requestHandler.handle).toBeFunction();
  });

  test("takes a store or nothing", () => {
    expectTypeOf(awsClientConfig).parameter(0).toEqualTypeOf<MockStateStore | undefined>();
    expectTypeOf(awsClientConfig()).toEqualTypeOf<AwsClientConfig>();
    // @ts-expect-error: the options of a store
    awsClientConfig({ enablePersistence: true });
  });
});

describe("startEndpoint", () => {
  test("resolves to an endpoint that await using closes", async () => {
    expectTypeOf(startEndpoint()).resolves.toEqualTypeOf<MockEndpoint>();
    await using endpoint = await startEndpoint({ store, port: 0 });
    expectTypeOf(endpoint.url).toBeString();
    expectTypeOf(endpoint.port).toBeNumber();
    expectTypeOf(endpoint.env).toEqualTypeOf<Readonly<Record<string, string>>>();
    expectTypeOf(endpoint.close()).resolves.toBeVoid();
  });

  test("its options are all optional, and exact", () => {
    startEndpoint({});
    startEndpoint({ store: undefined, port: undefined, allowedHosts: ["mock"] as const, setEnvironment: true });
    // @ts-expect-error: misspelt
    startEndpoint({ allowHosts: [] });
    // @ts-expect-error: no number
    startEndpoint({ port: "4566" });
  });
});
