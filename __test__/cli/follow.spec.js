const { PutParameterCommand, SSMClient } = require("@aws-sdk/client-ssm");
const { awsClientConfig } = require("mock-state-store/aws");
const { until } = require("../support/until.js");
const { KINDS, useAccount } = require("./support/account.js");

describe.each(KINDS)("on %s", (kind) => {
  const { attempt, json, print, see, start } = useAccount(kind);
  const running = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  /** Runs a command that goes on; `lines()` is what it has printed, `stop()` ends it as Ctrl+C does. */
  function follow(...words) {
    const { child, ended } = start(...words);
    running.push(child);
    let printed = "";
    child.stdout.on("data", (text) => {
      printed += text;
    });
    const stop = (signal = "SIGINT") => {
      child.kill(signal);
      return ended;
    };
    return { lines: () => printed.split("\n").slice(0, -1), stop };
  }

  /** Changes a parameter until the watcher, which begins at some moment, has heard of it. */
  const change = (lines, value) =>
    until(async () => {
      await print("set", "/watched", value);
      return lines().some((line) => line.includes("/watched"));
    });

  test("watch prints every change, until Ctrl+C, which is no failure", async () => {
    const { lines, stop } = follow("watch");
    await change(lines, "1");
    const [line] = lines().filter((text) => text.includes("/watched"));
    expect(line).toMatch(/^\d+ {2}parameter {2}\/watched {2}\{"value":"1","type":"String",.*\}$/);
    expect(await stop()).toMatchObject({ code: 0, signal: null, stderr: "" });
  });

  test("watch says of a reset that anything may be new", async () => {
    const { lines, stop } = follow("watch");
    await change(lines, "1");
    await print("reset");
    await until(() => lines().some((line) => /^\d+ {2}anything$/.test(line)));
    await stop();
  });

  test("watch --json is a change in each line, of the sections that are wanted", async () => {
    const { lines, stop } = follow("watch", "--json", "--section", "parameters", "--section", "instance");
    await change(lines, "1");
    await print("scenario", "apply", "no-backups");
    await print("set", "instance.state", "running");
    await until(() => lines().some((line) => line.includes('"running"') || line.includes('"type":"state"')));
    const sections = lines().flatMap((line) => JSON.parse(line).sections);
    expect([...new Set(sections)].sort()).toEqual(["instance", "parameters"]);
    expect(await stop("SIGTERM")).toMatchObject({ code: 0 });
  });

  test("watch shows no secret until it is asked", async () => {
    const masked = follow("watch");
    const shown = follow("watch", "--show-secrets");
    await until(async () => {
      await print("set", "/watched", "s3cr3t", "--secure");
      return [masked, shown].every(({ lines }) => lines().some((line) => line.includes("/watched")));
    });
    expect(masked.lines().join()).not.toContain("s3cr3t");
    expect(shown.lines().join()).toContain("s3cr3t");
    await Promise.all([masked.stop(), shown.stop()]);
  });

  test("watch refuses a section that there is none of", async () => {
    const { code, stderr } = await attempt("watch", "--section", "instanse");
    expect(code).toBe(1);
    expect(stderr).toContain("instanse");
  });

  /** Calls of AWS on the account; they are kept as long as the file is open, which `work` is part of. */
  const withCalls = (names, work) =>
    see(async (store) => {
      const client = new SSMClient({ ...awsClientConfig(store), maxAttempts: 1 });
      for (const Name of names) {
        await client.send(new PutParameterCommand({ Name, Value: "x", Type: "String" })).catch(() => {});
      }
      await work(client);
      client.destroy();
    });

  test("calls lists them, with what they were answered", async () => {
    await withCalls(["/a", "/a"], async () => {
      const lines = (await print("calls")).split("\n");
      expect(lines[0]).toMatch(/^\S+Z {2}ssm:PutParameter +ok {2}\d+ ms$/);
      expect(lines[1]).toMatch(/^\S+Z {2}ssm:PutParameter +ParameterAlreadyExists {2}\d+ ms$/);
      expect(await json("calls")).toMatchObject([
        { input: { Name: "/a" }, output: { Version: 1 } },
        { error: { code: "ParameterAlreadyExists" } },
      ]);
    });
  });

  test("calls are chosen by service, operation, time and number", async () => {
    await withCalls(["/a", "/b", "/c"], async () => {
      const names = async (...words) => (await json("calls", ...words)).map(({ input }) => input.Name);
      expect(await names("--limit", "2")).toEqual(["/b", "/c"]);
      expect(await names("--limit", "0")).toEqual([]);
      expect(await names("--service", "ec2")).toEqual([]);
      expect(await names("--operation", "PutParameter", "--service", "ssm")).toEqual(["/a", "/b", "/c"]);
      expect(await names("--since", "2100-01-01T00:00:00Z")).toEqual([]);
      expect(await names("--since", "2000-01-01T00:00:00Z")).toHaveLength(3);
    });
  });

  test("calls --follow goes on with those that come, each once", async () => {
    await withCalls(["/a"], async (client) => {
      const { lines, stop } = follow("calls", "--follow", "--json");
      await until(() => lines().length === 1);
      for (const Name of ["/b", "/c"]) {
        await client.send(new PutParameterCommand({ Name, Value: "x", Type: "String" }));
        await until(() => lines().some((line) => line.includes(Name)));
      }
      expect(lines().map((line) => JSON.parse(line).input.Name)).toEqual(["/a", "/b", "/c"]);
      expect(await stop()).toMatchObject({ code: 0, signal: null, stderr: "" });
    });
  });
});

describe("at a URL", () => {
  const { closeEndpoint, see, start } = useAccount("a URL");

  test("an account that is closed is a failure", async () => {
    const { child, ended } = start("watch", "--json");
    child.stdout.once("data", () => closeEndpoint());
    let hasEnded = false;
    ended.then(() => {
      hasEnded = true;
    });
    await until(async () => {
      await see((store) => store.setParameter("/watched", "1"));
      return hasEnded;
    });
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^mock-state-store: The account at \S+ was closed\.\n$/)]);
  });
});
