const { KINDS, useAccount } = require("./support/account.js");

describe.each(KINDS)("on %s", (kind) => {
  const { attempt, print, json, see } = useAccount(kind);

  test("status shows it at a glance", async () => {
    const [text, status] = await Promise.all([print("status"), json("status")]);
    expect(text).toMatch(/^instance +i-mock1234567890abcdef\nstate +stopped$/m);
    expect(status).toMatchObject({ instance: { state: "stopped" }, counts: { parameters: 4, backups: 3 } });
  });

  test("get prints text as it is, and the rest as JSON", async () => {
    expect(await print("get", "instance.state")).toBe("stopped");
    expect(await json("get", "instance.state")).toBe("stopped");
    expect(await print("get", "instance.hasVolume")).toBe("true");
    expect(JSON.parse(await print("get", "costs.current-month"))).toMatchObject({ totalCost: "15.50" });
    expect(JSON.parse(await print("get")).faults).toEqual({ globalLatencyMs: 0, operationFailures: {} });
  });

  test("a name that begins with a slash is that of a parameter", async () => {
    expect(await print("get", "/minecraft/email-allowlist")).toBe("[]");
    await print("set", "/minecraft/player-count", "3");
    await print("set", "/minecraft/motd", "[1]");
    expect(await see((store) => store.getParameter("/minecraft/player-count"))).toBe("3");
    expect(await see((store) => store.getParameter("/minecraft/motd"))).toBe("[1]");
    await print("set", "/minecraft/motd", "--delete");
    expect(await see((store) => store.getParameter("/minecraft/motd"))).toBe(null);
  });

  test("a path may begin with what watch calls a part, and an empty part is there", async () => {
    expect(await json("get", 'parameters["/minecraft/player-count"].type')).toBe("String");
    expect(await json("get", "commands")).toEqual([]);
    expect(await json("get", "transitions")).toEqual({});
    expect(await json("get", "volumes")).toEqual({});
  });

  test("a parameter that is not there is named as it was", async () => {
    expect(await attempt("get", "/minecraft/player-cont")).toMatchObject({
      code: 1,
      stderr:
        'mock-state-store: There is no parameter "/minecraft/player-cont"; did you mean "/minecraft/player-count"?\n',
    });
  });

  test("a key that is new is said to be, where it is like another one", async () => {
    expect(await attempt("set", "instance.stat", "running")).toMatchObject({
      code: 0,
      stderr: "mock-state-store: instance.stat is a new key, which has no effect; did you mean instance.state?\n",
    });
    await print("set", "instance.imageId", "ami-0abcdef1234567890");
    await print("set", "instance.tags.stat", "a");
    await print("set", "instance.tags.state", "b");
  });

  test("an entry that a list does not have is not changed", async () => {
    expect(await attempt("set", "backups[7].size", "1 GB")).toMatchObject({
      code: 1,
      stderr: "mock-state-store: There is no [7] in backups[7].size: the list has 3 entries.\n",
    });
  });

  test("a secret is masked until it is asked for, and stays one", async () => {
    await print("set", "/minecraft/key", "s3cr3t", "--secure");
    await print("set", "/minecraft/key", "s3cr3t!");
    expect(await print("get", "/minecraft/key")).toBe("***");
    expect(await print("get")).not.toContain("s3cr3t");
    expect(await print("get", "/minecraft/key", "--show-secrets")).toBe("s3cr3t!");
  });

  test("setting the instance's state has its address come and go", async () => {
    await print("set", "instance.state", "running");
    expect(await print("get", "instance.publicIp")).toBe("203.0.113.42");
    await print("set", "instance.state", "stopped");
    expect(await attempt("get", "instance.publicIp")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^mock-state-store: There is no "\/instance\/publicIp" in the state; did you mean /,
      ),
    });
  });

  test("a value is of the type that the store expects", async () => {
    await print("set", "costs.current-month.totalCost", "99");
    await print("set", "instance.publicIp", "203.0.113.7");
    await print("set", "instance.hasVolume", "false");
    await print("set", "faults.globalLatencyMs", "250");
    await print("set", "transitions.ec2:pending", "0");
    await print("set", "backups", "[]");
    const state = await see((store) => store.getState());
    expect(state.costs["current-month"].totalCost).toBe("99");
    expect(state.instance).toMatchObject({ publicIp: "203.0.113.7", hasVolume: false });
    expect(state.faults.globalLatencyMs).toBe(250);
    expect(state.transitions).toEqual({ "ec2:pending": 0 });
    expect(state.backups).toEqual([]);
  });

  test("what is of no use to the store is refused with its words, and changes nothing", async () => {
    const before = await see((store) => store.getInstance());
    const { code, stdout, stderr } = await attempt("set", "instance.state", "flying");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^mock-state-store: The ".*state" argument must be one of "running", .*"flying"\n$/);
    expect(await see((store) => store.getInstance())).toEqual(before);
  });

  test("--delete removes what may be absent, and nothing else", async () => {
    await print("set", "instance.keyName", "mine");
    await print("set", "instance.keyName", "--delete");
    expect(await see((store) => store.getInstance())).not.toHaveProperty("keyName");
    await print("set", "backups[0]", "--delete");
    expect(await see((store) => store.getBackups())).toHaveLength(2);
    expect(await attempt("set", "instance.hasVolume", "--delete")).toMatchObject({ code: 1 });
    expect(await attempt("set", "nothing", "--delete")).toMatchObject({ code: 1 });
  });

  test("reset puts it back", async () => {
    await print("set", "instance.state", "running");
    expect(await print("reset")).toBe("The account has been reset.");
    expect(await print("get", "instance.state")).toBe("stopped");
  });
});

describe("on a file", () => {
  const { attempt, json } = useAccount("a file");

  test("reset --empty leaves nothing in it", async () => {
    await json("reset", "--empty");
    expect(await json("get", "ssm.parameters")).toEqual({});
  });

  test.each([
    ["clock.offsetMs", "set does not change clock: the command clock does."],
    ["leases", "set does not change leases: only methods do."],
  ])("set of %s says who changes that", async (path, message) => {
    expect(await attempt("set", path, "1")).toMatchObject({ code: 1, stderr: `mock-state-store: ${message}\n` });
  });

  test.each([
    [["instance.state"], "An argument is missing: VALUE."],
    [["instance.state", "running", "--delete"], "--delete takes no VALUE."],
    [["instance.state", "running", "--secure"], "--secure is for the value of a parameter."],
    [
      ["instance[", "1"],
      'PATH must be keys such as instance.state, backups[0] or ssm.parameters["a.b"], or the name of a parameter that begins with a slash, not "instance[".',
    ],
  ])("set %j is a wrong use", async (words, message) => {
    const { code, stderr } = await attempt("set", ...words);
    expect(code).toBe(2);
    expect(stderr).toBe(`mock-state-store: ${message}\nSee mock-state-store set --help.\n`);
  });
});
