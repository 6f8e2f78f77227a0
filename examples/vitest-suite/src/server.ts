import {
  DescribeInstancesCommand,
  type EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  GetCommandInvocationCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SendCommandCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { isThrottled, isTransient, nameOf, outcomeIsUnknown } from "./errors.ts";

/** How the provider waits, and for how long. */
export interface Patience {
  /** Waits so many milliseconds. Tests move the account's clock instead. */
  wait(ms: number): Promise<unknown>;
  pollMs: number;
  timeoutMs: number;
}

const PATIENCE: Patience = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  pollMs: 5_000,
  timeoutMs: 300_000,
};

/** The clients that the provider calls. `commands` must not retry: `SendCommand` has no idempotency token. */
export interface Clients {
  ec2: EC2Client;
  ssm: SSMClient;
  commands: SSMClient;
}

/** One game server on EC2, with its settings in the parameter store. */
export class Server {
  readonly #clients: Clients;
  readonly #instanceId: string;
  readonly #patience: Patience;

  constructor(clients: Clients, instanceId: string, patience: Partial<Patience> = {}) {
    this.#clients = clients;
    this.#instanceId = instanceId;
    this.#patience = { ...PATIENCE, ...patience };
  }

  /** Launches a server. The client token that the SDK fills in has a retry find the instance of the first attempt. */
  static async launch(clients: Clients, imageId: string, patience: Partial<Patience> = {}): Promise<Server> {
    const { Instances } = await clients.ec2.send(
      new RunInstancesCommand({ ImageId: imageId, InstanceType: "t3.medium", MinCount: 1, MaxCount: 1 }),
    );
    const instanceId = Instances?.[0]?.InstanceId;
    if (!instanceId) throw new Error("EC2 has answered without an instance.");
    return new Server(clients, instanceId, patience);
  }

  /** Starts the server, and resolves to its address once it has one. */
  async start(): Promise<string> {
    await this.#clients.ec2.send(new StartInstancesCommand({ InstanceIds: [this.#instanceId] }));
    return this.#poll("the server to run", async () => {
      const { state, address } = await this.look();
      // What somebody stops meanwhile will never run.
      if (state !== "pending" && state !== "running") throw new Error(`The server is ${state}.`);
      return state === "running" ? address : undefined;
    });
  }

  /** Stops the server, and resolves when it is stopped. */
  async stop(): Promise<void> {
    await this.#clients.ec2.send(new StopInstancesCommand({ InstanceIds: [this.#instanceId] }));
    await this.#poll("the server to stop", async () => (await this.look()).state === "stopped" || undefined);
  }

  /** Where the server stands now. */
  async look(): Promise<{ state: string; address: string | undefined }> {
    const { Reservations } = await this.#clients.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [this.#instanceId] }),
    );
    const instance = Reservations?.[0]?.Instances?.[0];
    return { state: instance?.State?.Name ?? "unknown", address: instance?.PublicIpAddress };
  }

  /**
   * Makes a backup, once. Where an answer is lost, the command may run all the same: some time later the server is asked
   * for the backup, before the command is sent again.
   */
  async backup(name: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.run(`backup ${name}`);
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        const wasThrottled = isThrottled(error);
        if (!wasThrottled && !outcomeIsUnknown(error)) throw error;
        await this.#patience.wait(this.#patience.pollMs);
        if (!wasThrottled && (await this.#hasBackup(name))) return;
      }
    }
  }

  async #hasBackup(name: string): Promise<boolean> {
    return (await this.run("backup --list")).split("\n").includes(name);
  }

  /** Runs a shell line on the server, and resolves to what it prints. */
  async run(line: string): Promise<string> {
    const { Command } = await this.#clients.commands.send(
      new SendCommandCommand({
        DocumentName: "AWS-RunShellScript",
        InstanceIds: [this.#instanceId],
        Parameters: { commands: [line] },
      }),
    );
    const invocation = { CommandId: Command?.CommandId, InstanceId: this.#instanceId };
    return this.#poll(`"${line}" to end`, async () => {
      try {
        const result = await this.#clients.ssm.send(new GetCommandInvocationCommand(invocation));
        if (result.Status === "Success") return result.StandardOutputContent ?? "";
        if (result.Status === "Pending" || result.Status === "InProgress" || result.Status === "Delayed")
          return undefined;
        throw new Error(`"${line}" has ended with ${result.Status}: ${result.StandardErrorContent}`);
      } catch (error) {
        // For a moment after SendCommand, SSM does not know it.
        if (nameOf(error) === "InvocationDoesNotExist") return undefined;
        throw error;
      }
    });
  }

  /** A setting of the server, or `undefined`. */
  async setting(name: string): Promise<string | undefined> {
    try {
      const { Parameter } = await this.#clients.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }

  async setSetting(name: string, value: string): Promise<void> {
    await this.#clients.ssm.send(
      new PutParameterCommand({ Name: name, Value: value, Type: "String", Overwrite: true }),
    );
  }

  /** Looks until there is something to see, or until it takes too long. A look that AWS fails is one that sees nothing. */
  async #poll<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const { wait, pollMs, timeoutMs } = this.#patience;
    for (let waited = 0; waited < timeoutMs; waited += pollMs) {
      try {
        const seen = await look();
        if (seen !== undefined) return seen;
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
      await wait(pollMs);
    }
    throw new Error(`Waited ${timeoutMs / 1_000} s for ${what}.`);
  }
}
