const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { runInChild, runNode } = require("../support/child.js");
const { namesIn, readState } = require("../support/folder.js");
const { startHolder } = require("../support/holder.js");
const { copyPackage } = require("../support/package.js");
const { makeFile, open, useCommandLine } = require("./support/account.js");

const { folder, run } = useCommandLine();
const file = () => folder(".mock-state.json");

test("reading leaves the file as it is, and nothing beside it", async () => {
  await makeFile(file());
  const before = fs.readFileSync(file());
  for (const words of [["status"], ["get"], ["clock", "show"], ["fault", "list"], ["scenario", "list"], ["calls"]]) {
    expect(await run(words)).toMatchObject({ code: 0, stderr: "" });
  }
  expect(fs.readFileSync(file())).toEqual(before);
  expect(fs.readdirSync(folder())).toEqual([".mock-state.json"]);
});

test("a change is in the file when the command has ended", async () => {
  await makeFile(file());
  await run(["set", "instance.state", "running"]);
  expect(readState(file()).instance).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
  expect(fs.readdirSync(folder())).toEqual([".mock-state.json"]);
});

test("an application sees it at once, and the command what the application has not saved yet", async () => {
  await makeFile(file());
  const store = open(file());
  await store.setParameter("/by/application", "1");
  expect(await run(["get", "/by/application"])).toMatchObject({ stdout: "1\n" });
  await run(["set", "/by/command", "2"]);
  expect(await store.getParameter("/by/command")).toBe("2");
  await store.close();
});

test("an account that was never saved is there while a process has it open", async () => {
  const store = open(file());
  await store.revision();
  expect(fs.existsSync(file())).toBe(false);
  expect(await run(["get", "instance.state"])).toMatchObject({ code: 0, stdout: "stopped\n" });
  expect(await run(["calls"])).toMatchObject({ code: 0, stdout: "There are no calls.\n" });
  await store.close();
});

test("what a killed process has left is there", async () => {
  const program = async ({ MockStateStore }, persistencePath) => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath });
    await store.setParameter("/a", "1");
    process.kill(process.pid, "SIGKILL");
  };
  await runInChild(program, [file()]);
  expect(await run(["get", "/a"])).toMatchObject({ code: 0, stdout: "1\n" });
});

test("of two at once both take effect", async () => {
  await makeFile(file());
  const names = Array.from({ length: 8 }, (_, index) => `/p/${index}`);
  const ends = await Promise.all(names.map((name) => run(["set", name, "x"])));
  expect(ends.map(({ code }) => code)).toEqual(names.map(() => 0));
  expect(Object.keys(readState(file()).ssm.parameters)).toEqual(expect.arrayContaining(names));
  expect(fs.readdirSync(folder())).toEqual([".mock-state.json"]);
});

test("a file that another process holds is waited for, as long as --timeout says", async () => {
  await makeFile(file());
  const holder = await startHolder(file());
  const set = () => run(["set", "/a", "b", "--timeout", "200ms"]);
  let message;
  await holder.stop(async () => {
    const { code, stderr } = await set();
    if (code === 0) return;
    message = stderr;
    throw { code: "ERR_BUSY" };
  });
  expect(message).toMatch(new RegExp(`^mock-state-store: .*${holder.pid}.*\n$`));
  holder.kill("SIGCONT");
  expect(await run(["set", "/a", "c"])).toMatchObject({ code: 0 });
  await holder.end();
});

describe("a file that holds no state", () => {
  test.each([
    ["is cut off", '{ "instance": ', /does not hold the state of a store: .*EOF.* Nothing was changed\./],
    ["has another shape", '{ "instance": { "state": "flying" } }', /The "instance.state" argument must be one of/],
    ["is a list", "[]", /must be an object/],
    ["is empty", "", /does not hold the state of a store/],
  ])("because it %s, is told and left alone", async (_, text, message) => {
    fs.writeFileSync(file(), text);
    for (const words of [["status"], ["set", "instance.state", "running"]]) {
      const { code, stdout, stderr } = await run(words);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(message);
      expect(stderr.split("\n")).toHaveLength(2);
    }
    expect(fs.readFileSync(file(), "utf8")).toBe(text);
    expect(fs.readdirSync(folder())).toEqual([".mock-state.json"]);
  });

  test("because somebody edits it while the application runs, is left alone too", async () => {
    await makeFile(file());
    const store = open(file());
    await store.revision();
    fs.writeFileSync(file(), "{");
    expect(await run(["status"])).toMatchObject({ code: 1, stdout: "" });
    expect(fs.readFileSync(file(), "utf8")).toBe("{");
    await makeFile(folder("whole.json"));
    fs.renameSync(folder("whole.json"), file());
    await store.close();
  });

  test("because it is a folder, is told", async () => {
    fs.mkdirSync(file());
    expect(await run(["status"])).toMatchObject({
      code: 1,
      stderr: "mock-state-store: .mock-state.json is no file.\n",
    });
  });
});

describe("without permission", () => {
  const NOBODY = 65534;
  const drop = process.getuid?.() === 0 ? `process.setuid(${NOBODY});` : "";
  let copy;

  beforeAll(() => {
    copy = fs.mkdtempSync(path.join(os.tmpdir(), "mock-state-store-readable-"));
    fs.chmodSync(copy, 0o755);
    copyPackage(copy);
  });
  afterAll(() => fs.rmSync(copy, { recursive: true }));
  beforeEach(async () => {
    await makeFile(file());
    fs.chmodSync(file(), 0o644);
    fs.chmodSync(folder(), 0o555);
  });
  afterEach(() => fs.chmodSync(folder(), 0o755));

  /** Runs the command line as a user who does not own the folder. */
  const runAsNobody = (words) => {
    const main = path.join(copy, "lib", "cli", "main.js");
    const source = `${drop} require(${JSON.stringify(main)}).main(${JSON.stringify(words)})`;
    return runNode(["-e", source], { cwd: folder() });
  };

  test("to write in the folder, it reads, with a warning", async () => {
    const { code, stdout, stderr } = await runAsNobody(["get", "instance.state"]);
    expect([code, stdout]).toEqual([0, "stopped\n"]);
    expect(stderr).toMatch(/^mock-state-store: .*\.mock-state\.json.*\n$/);
  });

  test("to write in the folder, it changes nothing and fails", async () => {
    const { code, stdout, stderr } = await runAsNobody(["set", "instance.state", "running"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/permission|denied/i);
    expect(readState(file()).instance.state).toBe("stopped");
    expect(namesIn(folder())).toEqual([".mock-state.json"]);
  });

  test("to read the file, it says so", async () => {
    fs.chmodSync(file(), 0o000);
    const { code, stdout, stderr } = await runAsNobody(["status"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^mock-state-store: .*permission denied.*\n$/i);
  });
});
