import { EC2Client } from "@aws-sdk/client-ec2";
import { SSMClient } from "@aws-sdk/client-ssm";
import { ConfiguredRetryStrategy } from "@smithy/core/retry";
import { getMockStateStore } from "mock-state-store";
import { awsClientConfig } from "mock-state-store/aws";
import { mockTest } from "mock-state-store/vitest";
import { type Clients, Server } from "../src/server.ts";

/** The clients of an application, but for the endpoint, and for the SDK's pauses before a retry, which would be real. */
function makeClients(): Clients {
  const config = { ...awsClientConfig(), retryStrategy: new ConfiguredRetryStrategy(3, 0) };
  return {
    ec2: new EC2Client(config),
    ssm: new SSMClient(config),
    commands: new SSMClient({ ...awsClientConfig(), maxAttempts: 1 }),
  };
}

/** The server's shell, as far as the provider uses it. A backup that is made twice is there twice. */
async function backup([line = ""]: string[]) {
  const store = getMockStateStore();
  const [, name = ""] = line.split(" ");
  if (name === "--list") return { output: (await store.getBackups()).map((made) => made.name).join("\n") };
  await store.addBackup({ name, date: new Date(store.clock.now()).toISOString(), size: "2.1 GB" });
  return { output: `made ${name}` };
}

/** A test gets an account of its own, a fork of the one prepared here; `getMockStateStore()` and the clients reach it. */
export const test = mockTest({
  options: { seed: 20, scenarios: "scenarios", initialState: { backups: [] } },
  prepare: async (store) => {
    await store.setParameter("/server/motd", "Welcome");
    store.onCommand(/^backup /, backup);
  },
}).extend<{ clients: Clients; server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from it that nothing is needed
  clients: async ({}, use) => use(makeClients()),
  server: async ({ store, clients }, use) => {
    const { instanceId } = await store.getInstance();
    await use(new Server(clients, instanceId, { wait: (ms) => store.clock.advance(ms) }));
  },
});
