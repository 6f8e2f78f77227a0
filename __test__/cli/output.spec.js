const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { Output } = require("../../lib/cli/output.js");
const { root } = require("../support/package.js");
const { makeFile, useCommandLine } = require("./support/account.js");

/** What is printed to a stream; `isTTY` is whether that is a terminal. */
function printed(print, { isTTY = false, env = {}, json } = {}) {
  let text = "";
  const stream = { isTTY, write: (more) => (text += more) };
  print(new Output(stream, { env, json }));
  return text;
}

/** The characters of a text that steer a terminal. */
const steering = (text) => [..."\x1b\x9b\u202e\u200f"].filter((character) => text.includes(character));

const GREEN = "\x1b[32mok\x1b[39m\n";
const paint = (output) => output.show("ok", () => output.paint({ text: "ok", style: "green" }));

test.each([
  ["a terminal", { isTTY: true }, GREEN],
  ["a pipe", {}, "ok\n"],
  ["a terminal, with NO_COLOR", { isTTY: true, env: { NO_COLOR: "1" } }, "ok\n"],
  ["a terminal, with an empty NO_COLOR", { isTTY: true, env: { NO_COLOR: "" } }, GREEN],
  ["a dumb terminal", { isTTY: true, env: { TERM: "dumb" } }, "ok\n"],
  ["a pipe, with FORCE_COLOR", { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }, GREEN],
  ["a terminal, with FORCE_COLOR=0", { isTTY: true, env: { FORCE_COLOR: "0" } }, "ok\n"],
])("colours on %s", (_, options, text) => {
  expect(printed(paint, options)).toBe(text);
});

test("JSON has none", () => {
  expect(printed(paint, { isTTY: true, json: true })).toBe('"ok"\n');
});

test("columns are as wide as what is in them, colours or not", () => {
  const print = (output) =>
    output.show({}, () =>
      output.rows([
        ["a", { text: "long", style: "red" }, "x"],
        ["bcd", "e", ""],
      ]),
    );
  expect(printed(print)).toBe("a    long  x\nbcd  e\n");
  expect(printed(print, { env: { FORCE_COLOR: "1" } })).toBe("a    \x1b[31mlong\x1b[39m  x\nbcd  e\n");
});

test("what is in the account does not steer the terminal", () => {
  const evil = "\x1b[2J\u202eok\n\x07";
  const shown = "\\u001b[2J\\u202eok\\n\\u0007";
  expect(printed((output) => output.show(evil, () => output.fields([["name", evil]])))).toBe(`name  ${shown}\n`);
  expect(printed((output) => output.raw("a\n\x1b[2J"), { isTTY: true })).toBe("a\n\\u001b[2J\n");
  expect(printed((output) => output.raw("a\n\x1b[2J"))).toBe("a\n\x1b[2J\n");
});

test("nor does JSON, which stays what it is", () => {
  const evil = "\x1b[2J\x9b2J\u202eok\u200f\n";
  for (const print of ["show", "line"]) {
    const text = printed((output) => output[print]({ evil }, () => ""), { json: true });
    expect(JSON.parse(text)).toEqual({ evil });
    expect(steering(text)).toEqual([]);
  }
});

describe("of the command", () => {
  const { folder, run } = useCommandLine();
  beforeEach(() => makeFile(folder(".mock-state.json")));

  test("colours come where they are forced, and only there", async () => {
    expect((await run(["status"], { env: { FORCE_COLOR: "1" } })).stdout).toContain("\x1b[31mstopped\x1b[39m");
    expect((await run(["status"])).stdout).not.toContain("\x1b");
  });

  test("neither errors nor names steer the terminal", async () => {
    const evil = "\x1b[2J\x9b2J\u202eok";
    const rule = JSON.stringify({ id: evil, action: "ec2:*", error: "throttling" });
    for (const words of [
      ["get", evil],
      ["status", "--state", evil],
      [`--${evil}`],
      ["fault", "add", rule],
      ["fault", "remove", evil],
    ]) {
      const { stdout, stderr } = await run(words);
      expect(stdout + stderr).toContain("\\u202eok");
      expect(steering(stdout + stderr)).toEqual([]);
    }
  });

  test.runIf(fs.existsSync("/dev/full"))("output that there is no room for is a failure, told in a line", async () => {
    const full = fs.openSync("/dev/full", "w");
    const bin = path.join(root, "bin", "mock-state-store.js");
    const child = spawn(process.execPath, [bin, "get"], { cwd: folder(), stdio: ["ignore", full, "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text) => (stderr += text));
    const code = await new Promise((resolve) => child.once("close", resolve));
    fs.closeSync(full);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mock-state-store: Nothing can be printed: ENOSPC.*\n$/);
  });

  test("a reader that has had enough, such as head, is no failure", async () => {
    const bin = path.join(root, "bin", "mock-state-store.js");
    await makeFile(folder("large.json"), async (store) => {
      for (let n = 0; n < 100; n += 1) await store.setParameter(`/p/${n}`, "x".repeat(10_000));
    });
    const child = spawn(
      "sh",
      ["-c", `node "${bin}" get --state large.json | head -n 1; node "${bin}" get instance.state`],
      {
        cwd: folder(),
      },
    );
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    await new Promise((resolve) => child.once("close", resolve));
    expect([stdout, stderr]).toEqual(["{\nstopped\n", ""]);
  });
});
