const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { rejection, thrown } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { recordWarnings } = require("../support/warnings.js");

const scenario = (name, ours, more) => ({ name, description: `About ${name}.`, state: { ours }, ...more });
const ours = async (store) => (await store.getState()).ours;
const own = async (store) => (await store.listScenarios()).filter(({ builtIn }) => !builtIn);
const info = (name) => ({ name, description: `About ${name}.`, builtIn: false });

describe("the option scenarios as a list", () => {
  const warnings = recordWarnings();

  it("adds to the built-in ones, and goes before one of the same name", async () => {
    const store = new MockStateStore({ scenarios: [scenario("lunch", 1), scenario("running", 2)] });
    expect(await own(store)).toEqual([info("lunch"), info("running")]);
    expect(await store.listScenarios()).toHaveLength(17);
    await store.applyScenario("lunch");
    expect(await ours(store)).toBe(1);
    await store.applyScenario("running");
    expect(await store.getState()).toMatchObject({ ours: 2, instance: { state: "stopped" } });
    await store.applyScenario("starting");
    expect((await store.getInstance()).state).toBe("pending");
    expect(warnings).toEqual([]);
  });

  it("is copied", async () => {
    const scenarios = [scenario("lunch", [1])];
    const store = new MockStateStore({ scenarios });
    scenarios[0].state.ours.push(2);
    scenarios.push(scenario("dinner", 2));
    await store.applyScenario("lunch");
    expect(await ours(store)).toEqual([1]);
    expect(await own(store)).toEqual([info("lunch")]);
  });

  it("is read once", async () => {
    let reads = 0;
    const options = {
      get scenarios() {
        reads += 1;
        return [scenario("lunch", reads)];
      },
    };
    const store = new MockStateStore(options);
    const fork = await store.fork(options);
    await store.applyScenario("lunch");
    await fork.applyScenario("lunch");
    expect([await ours(store), await ours(fork), reads]).toEqual([1, 2, 2]);
  });

  it("is that of a fork too, unless it has its own", async () => {
    const store = new MockStateStore({ scenarios: [scenario("lunch", 1)] });
    expect(await own(await store.fork())).toEqual([info("lunch")]);
    const fork = await store.fork({ scenarios: [scenario("dinner", 2)] });
    expect(await own(fork)).toEqual([info("dinner")]);
    await fork.applyScenario("dinner");
    expect([await ours(fork), await ours(store)]).toEqual([2, undefined]);
  });

  it("removes by undefined too", async () => {
    const store = new MockStateStore({
      scenarios: [scenario("a", 1, { state: { instance: { availabilityZone: undefined } } })],
    });
    await store.applyScenario("a");
    expect(await store.getInstance()).not.toHaveProperty("availabilityZone");
  });

  it.each([
    ["", 5],
    ["", {}],
    ["", null],
    ["", ""],
    ["", "file:///scenarios"],
    ["[0]", [null]],
    ["[1].description", [scenario("a", 1), { name: "b" }]],
    ["[1].name", [scenario("a", 1), scenario("a", 2)]],
    ["[0].sate", [scenario("a", 1, { sate: {} })]],
    ["[0].state.instance.state", [scenario("a", 1, { state: { instance: { state: "gone" } } })]],
    ["[0].timeline[0].atMs", [scenario("a", 1, { timeline: [{ atMs: -1 }] })]],
    ["[0].faults[0].action", [scenario("a", 1, { faults: [{}] })]],
  ])("throws where options.scenarios%s is wrong: %j", (place, scenarios) => {
    const error = thrown(() => new MockStateStore({ scenarios }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
    expect(error.message).toContain(`The "options.scenarios${place}" argument must be `);
  });

  it("can be checked only with what its account begins with", () => {
    const scenarios = [scenario("a", 1, { state: { ssm: { parameters: { "/own": { type: "SecureString" } } } } })];
    const initialState = { ssm: { parameters: { "/own": { value: "1" } } } };
    expect(() => new MockStateStore({ scenarios, initialState })).not.toThrow();
    expect(() => new MockStateStore({ scenarios })).toThrow(
      'The "options.scenarios[0].state.ssm.parameters["/own"].value" argument must be of type string',
    );
  });
});

describe("the option scenarios as a folder", () => {
  const folder = useFolder();
  const file = (name) => folder("scenarios", name);
  const write = (name, content) =>
    fs.writeFileSync(file(name), typeof content === "string" ? content : JSON.stringify(content));
  let store;
  beforeEach(() => {
    fs.mkdirSync(folder("scenarios"));
    store = new MockStateStore({ scenarios: folder("scenarios") });
  });
  const attempt = (name) => rejection(() => store.applyScenario(name));

  it("has a scenario in each JSON file, named as the file where it has no name", async () => {
    write("lunch.json", { description: "About lunch.", state: { ours: 1 } });
    write("b.json", `\uFEFF${JSON.stringify(scenario("dinner", 2))}`);
    write("running.json", scenario(undefined, 3, { description: "About running." }));
    write("notes.txt", "no scenario");
    write(".hidden.json", "{");
    expect(await own(store)).toEqual([info("dinner"), info("lunch"), info("running")]);
    const found = [];
    for (const name of ["lunch", "dinner", "running"]) {
      await store.applyScenario(name);
      found.push([(await store.currentScenario()).name, await ours(store)]);
    }
    expect(found).toEqual([
      ["lunch", 1],
      ["dinner", 2],
      ["running", 3],
    ]);
  });

  it("is read when one is asked for", async () => {
    write("lunch.json", scenario("lunch", 1));
    await store.applyScenario("lunch");
    write("lunch.json", scenario("lunch", 2));
    write("new.json", scenario("new", 3));
    await store.applyScenario("lunch");
    expect(await ours(store)).toBe(2);
    await store.applyScenario("new");
    expect(await ours(store)).toBe(3);
  });

  it("is found from where the store was made", async () => {
    write("lunch.json", scenario("lunch", 1));
    const before = process.cwd();
    process.chdir(folder());
    try {
      store = new MockStateStore({ scenarios: "scenarios" });
    } finally {
      process.chdir(before);
    }
    await store.applyScenario("lunch");
    expect(await ours(store)).toBe(1);
  });

  it("need not hold all right ones for one to be applied", async () => {
    write("a.json", "{");
    write("b.json", scenario("b", 1, { sate: {} }));
    write("lunch.json", scenario("lunch", 1));
    write("z.json", scenario("dinner", 2));
    await store.applyScenario("lunch");
    await store.applyScenario("dinner");
    await store.applyScenario("running");
    expect((await store.getInstance()).state).toBe("running");
  });

  it.each([
    ["no JSON", "{", "cannot be read: "],
    ["no object", "[]", 'The "scenario" argument must be '],
    ["an unknown key", scenario("bad", 1, { sate: {} }), 'The "scenario.sate" argument must be left out'],
    [
      "a wrong state",
      scenario("bad", 1, { timeline: [{ atMs: 1, state: { instance: { state: "gone" } } }] }),
      'The "scenario.timeline[0].state.instance.state" argument must be ',
    ],
  ])("refuses a file with %s by its name, and the path of what is wrong", async (_, content, message) => {
    write("bad.json", content);
    for (const error of [await attempt("bad"), await rejection(() => store.listScenarios())]) {
      expect(error).toBeInstanceOf(TypeError);
      expect(error.code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
      expect(error.message).toContain(file("bad.json"));
      expect(error.message).toContain(message);
      expect(error.stack).toContain(file("bad.json"));
    }
    expect(await store.revision()).toBe(0);
  });

  it("gives no built-in scenario for a file of its name that is wrong", async () => {
    write("running.json", "{");
    expect((await attempt("running")).message).toContain(file("running.json"));
  });

  it.skipIf(process.platform === "win32")("waits for no pipe", async () => {
    execFileSync("mkfifo", [file("lunch.json")]);
    // Its own process: nothing in this one could end a read that waits.
    const script = `
      const { MockStateStore } = require("mock-state-store");
      const store = new MockStateStore({ scenarios: process.argv[1] });
      store.applyScenario("running").then(() => store.applyScenario("lunch")).catch(({ message }) => console.log(message));
    `;
    const written = execFileSync(process.execPath, ["-e", script, folder("scenarios")], { timeout: 10_000 });
    expect(String(written)).toContain(`${file("lunch.json")} cannot be read: it is no regular file`);
  });

  it("lists no two of the same name", async () => {
    write("a.json", scenario("lunch", 1));
    write("b.json", scenario("lunch", 2));
    const { message } = await rejection(() => store.listScenarios());
    expect(message).toContain(file("b.json"));
    expect(message).toContain("a.json");
  });

  it("names the nearest where there is no such scenario", async () => {
    write("lunch.json", scenario("lunch", 1));
    write("other.json", []);
    write("third.json", { name: 5 });
    expect(await attempt("lnch")).toMatchObject({
      code: "ERR_INVALID_ARG_VALUE",
      message: expect.stringContaining('did you mean "lunch"?'),
    });
  });

  it("is left by no name", async () => {
    fs.writeFileSync(folder("secret.json"), JSON.stringify(scenario(undefined, 1, { description: "Outside." })));
    for (const name of ["../secret", "../secret.json", path.join(folder(), "secret"), folder("secret.json"), "..", "."])
      expect((await attempt(name)).message).toContain('The "scenario" argument must be the name of a scenario');
    expect(await store.revision()).toBe(0);
  });

  it("that is missing says so, where it is needed", async () => {
    store = new MockStateStore({ scenarios: folder("none") });
    await store.applyScenario(scenario("inline", 1));
    for (const error of [await attempt("lunch"), await rejection(() => store.listScenarios())]) {
      expect(error.code).toBe("ERR_INVALID_ARG_VALUE");
      expect(error.message).toContain('"options.scenarios"');
      expect(error.message).toContain(folder("none"));
    }
  });
});
