const fs = require("node:fs");
const { KINDS, useAccount, useCommandLine, makeFile } = require("./support/account.js");

describe.each(KINDS)("on %s", (kind) => {
  const { attempt, print, json, see } = useAccount(kind);

  test("scenarios are listed, applied and shown", async () => {
    expect(await print("scenario", "show")).toBe("No scenario was applied since the last reset.");
    expect(await print("scenario", "apply", "running")).toBe("Applied running.");
    expect(await json("scenario", "show")).toMatchObject({ name: "running" });
    expect(await print("scenario", "list")).toMatch(/^running +applied +\S/m);
    expect(await print("get", "instance.state")).toBe("running");
  });

  test("a scenario that is not there is refused with its words", async () => {
    const { code, stderr } = await attempt("scenario", "apply", "runing");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mock-state-store: .*running.*\n$/);
  });

  test("a rule is added, listed and removed", async () => {
    const id = await print("fault", "add", "ec2:StartInstances", "--error", "capacity", "--times", "2");
    expect(await see((store) => store.getFaults())).toEqual([
      { id, action: "ec2:StartInstances", error: "capacity", times: 2 },
    ]);
    expect(await print("fault", "list")).toMatch(new RegExp(`^${id} +ec2:StartInstances +capacity, 2 times +0$`, "m"));
    await print("fault", "remove", id);
    expect(await json("fault", "list")).toEqual({ rules: [], operationFailures: {}, globalLatencyMs: 0 });
    expect(await attempt("fault", "remove", id)).toMatchObject({
      code: 1,
      stderr: `mock-state-store: There is no rule "${id}".\n`,
    });
  });

  test("a rule for a misspelt action is added, with a warning", async () => {
    const { code, stderr } = await attempt("fault", "add", "ec2:StartInstance", "--error", "capacity");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^mock-state-store: .* did you mean "ec2:StartInstances"\?\n$/);
  });

  test("a rule without an effect is no rule", async () => {
    expect(await attempt("fault", "add", "ec2:*")).toMatchObject({
      code: 2,
      stderr:
        "mock-state-store: A rule needs an --error, a --latency, a --throttle or a --connection.\n" +
        "See mock-state-store fault add --help.\n",
    });
  });

  test("a latency is listed with its bounds, and a misspelt rule is not removed", async () => {
    await print("fault", "add", "ssm:*", "--latency", "200ms-1s", "--id", "slow");
    expect(await print("fault", "list")).toMatch(/^slow +ssm:\* +200 to 1000 ms longer +0$/m);
    expect(await attempt("fault", "remove", "slwo")).toMatchObject({
      code: 1,
      stderr: 'mock-state-store: There is no rule "slwo"; did you mean "slow"?\n',
    });
  });

  test("a rule has all that a rule can have", async () => {
    const words = ["ssm:Get*", "ssm:Put*", "--id", "mine", "--name", "mine", "--resource", "/a", "--resource", "/b*"];
    const more = ["--error", "Odd", "--message", "no", "--status", "418", "--latency", "1s-2s", "--probability", "0.5"];
    const rest = ["--skip", "1", "--every", "2", "--from", "2020-01-01T00:00:00.000Z", "--after"];
    expect(await json("fault", "add", ...words, ...more, ...rest)).toMatchObject({ id: "mine" });
    expect(await see((store) => store.getFaults())).toMatchObject([
      {
        id: "mine",
        name: "mine",
        action: ["ssm:Get*", "ssm:Put*"],
        resource: ["/a", "/b*"],
        error: { code: "Odd", message: "no", statusCode: 418 },
        latencyMs: { distribution: "uniform", min: 1000, max: 2000 },
        probability: 0.5,
        skip: 1,
        every: 2,
        from: "2020-01-01T00:00:00.000Z",
        after: true,
      },
    ]);
  });

  test("a rule may be JSON, and a wrong one is refused with its words", async () => {
    await print("fault", "add", '{ "id": "r", "action": "*", "connection": "reset" }');
    expect(await see((store) => store.getFaults())).toEqual([{ id: "r", action: "*", connection: "reset" }]);
    const { code, stderr } = await attempt("fault", "add", "*", "--error", "internal", "--probability", "2");
    expect(code).toBe(1);
    expect(stderr).toContain('"rule.probability"');
  });

  test("fault clear takes rules, operation failures and the latency away", async () => {
    await print("fault", "add", "*", "--latency", "250ms");
    await print("set", "faults.globalLatencyMs", "100");
    await see((store) => store.setOperationFailure("StopInstances", { failNext: true, alwaysFail: false }));
    expect(await print("fault", "list")).toMatch(/^operationFailures +StopInstances +fails, once\n.*250 ms/m);
    await print("fault", "clear");
    expect(await print("fault", "list")).toBe("There are no faults.");
  });

  test("the clock is moved, stopped, and goes on", async () => {
    await print("clock", "freeze");
    const { now, frozenAt } = await json("clock", "show");
    expect(frozenAt).toBe(now);
    const later = await json("clock", "advance", "2m30s");
    expect(Date.parse(later.now) - Date.parse(now)).toBe(150_000);
    expect(await json("clock", "set", "2100-01-01T00:00:00Z")).toMatchObject({ now: "2100-01-01T00:00:00.000Z" });
    expect(await print("clock", "resume")).toMatch(/^2100-01-01T00:00:0\d\.\d{3}Z, \S+ ahead$/);
  });

  test("time does not go back", async () => {
    const { code, stderr } = await attempt("clock", "set", "2020-01-01T00:00:00Z");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mock-state-store: The "time" argument must/);
  });

  test("what is due is shown", async () => {
    await print("clock", "freeze");
    await see((store) => store.schedule(5000, { instance: { publicIp: "203.0.113.7" } }));
    expect(await print("clock", "show")).toMatch(/^SCHEDULED +DUE +WHAT\n\S+ +in 5s +patch$/m);
    await print("clock", "advance", "5s");
    expect(await print("get", "instance.publicIp")).toBe("203.0.113.7");
  });

  test("a snapshot is kept, compared, put back and deleted", async () => {
    expect(await print("snapshot", "list")).toBe("There are no snapshots.");
    expect(await print("snapshot", "save", "before")).toBe("Saved before.");
    expect(await print("snapshot", "diff", "before")).toBe("Nothing differs.");
    await print("set", "/minecraft/player-count", "3");
    expect(await json("snapshot", "diff", "before")).toContainEqual({
      op: "replace",
      path: "/ssm/parameters/~1minecraft~1player-count/value",
      value: "3",
    });
    expect(await print("snapshot", "restore", "before")).toBe("Restored before.");
    expect(await print("get", "/minecraft/player-count")).toBe("0");
    expect(await json("snapshot", "list")).toMatchObject([{ name: "before" }]);
    expect(await print("snapshot", "delete", "before")).toBe("Deleted before.");
    expect(await attempt("snapshot", "delete", "before")).toMatchObject({
      code: 1,
      stderr: 'mock-state-store: There is no snapshot "before".\n',
    });
    expect(await attempt("snapshot", "restore", "before")).toMatchObject({ code: 1 });
  });

  test("what is scheduled shows no secret until it is asked", async () => {
    const parameter = { value: "s3cr3t", type: "SecureString", lastModified: "2026-01-29T10:00:00.000Z" };
    await print("snapshot", "save", "a");
    await see((store) => store.schedule(60_000, { ssm: { parameters: { "/key": parameter } } }));
    await print("snapshot", "save", "b");
    for (const words of [
      ["clock", "show"],
      ["snapshot", "diff", "a"],
      ["snapshot", "diff", "a", "b"],
    ]) {
      expect(JSON.stringify(await json(...words))).not.toContain("s3cr3t");
      expect(JSON.stringify(await json(...words, "--show-secrets"))).toContain("s3cr3t");
    }
  });

  test("a diff shows no secret until it is asked", async () => {
    await print("snapshot", "save", "a");
    await print("set", "/minecraft/gdrive-token", "s3cr3t");
    await print("snapshot", "save", "b");
    await print("set", "/minecraft/gdrive-token", "--delete");
    for (const words of [["a"], ["b"], ["a", "b"], ["b", "a"]]) {
      expect(await print("snapshot", "diff", ...words)).not.toContain("s3cr3t");
    }
    expect(await print("snapshot", "diff", "a", "b", "--show-secrets")).toContain("s3cr3t");
  });
});

describe("scenarios of a project", () => {
  const { folder, run } = useCommandLine();
  const NIGHT = { description: "Nobody plays.", state: { instance: { state: "stopped" } } };

  beforeEach(async () => {
    await makeFile(folder(".mock-state.json"));
    fs.mkdirSync(folder("scenarios"));
    fs.writeFileSync(folder("scenarios", "night.json"), JSON.stringify(NIGHT));
  });

  test("serve begins with no folder that is not there", async () => {
    const { code, stderr } = await run(["serve", "--port", "0", "--scenarios", "nowhere"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mock-state-store: The folder .* cannot be read: ENOENT/);
  });

  test("--scenarios names their folder", async () => {
    const { stdout } = await run(["scenario", "list", "--scenarios", "scenarios"]);
    expect(stdout).toMatch(/^night +own +Nobody plays\.$/m);
    expect(await run(["scenario", "apply", "night", "--scenarios", "scenarios"])).toMatchObject({
      code: 0,
      stdout: "Applied night.\n",
    });
  });

  test("one is applied by its file", async () => {
    const { stdout } = await run(["scenario", "apply", "scenarios/night.json", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ name: "night", description: "Nobody plays." });
  });

  test("a file that is none is told", async () => {
    fs.writeFileSync(folder("broken.json"), "{");
    expect((await run(["scenario", "apply", "absent.json"])).stderr).toContain("ENOENT");
    expect((await run(["scenario", "apply", "broken.json"])).stderr).toContain("broken.json is not JSON");
  });
});
