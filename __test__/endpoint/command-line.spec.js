const { runCommand } = require("../support/serve.js");
const { version } = require("../../package.json");
const { readArguments } = require("../../lib/cli/arguments.js");

const run = (...args) => runCommand(args).ended;

test("--help says what there is", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const option of ["--port", "--host", "--allow-host", "--state", "--empty", "--transitions"]) {
    expect(stdout).toContain(`  ${option}`);
  }
});

test("--version is that of the package", async () => {
  expect(await run("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test.each([
  [["sevre"], 'Unknown command "sevre"; did you mean "serve"?'],
  [["serve", "--prot", "1"], 'Unknown option "--prot"; did you mean "--port"?'],
  [["serve", "--allowed-hosts=mock"], 'Unknown option "--allowed-hosts"; did you mean "--allow-host"?'],
  [["serve", "-p"], 'Unknown option "-p"; did you mean "--port"?'],
  [["serve", "more"], 'Unexpected argument "more".'],
  [["serve", "--port", "4566x"], '--port must be a whole number from 0 to 65535, not "4566x".'],
  [["serve", "--port", "65536"], '--port must be a whole number from 0 to 65535, not "65536".'],
  [["serve", "--transitions", "slow"], /^--transitions must be "immediate", "manual" or a number of milliseconds/],
  [["serve", "--state"], /--state/],
  [["serve", "--empty=yes"], /--empty/],
  [[], "A command is missing."],
])("%j is a wrong use", async (args, message) => {
  const { code, stdout, stderr } = await run(...args);
  expect([code, stdout]).toEqual([2, ""]);
  const [first, ...more] = stderr.split("\n");
  expect(first.replace("mock-state-store: ", "")).toEqual(
    typeof message === "string" ? message : expect.stringMatching(message),
  );
  expect(more).toEqual(["See mock-state-store --help.", ""]);
});

test.each([
  [["--transitions", "immediate"], { transitions: "immediate" }],
  [["--transitions=manual"], { transitions: "manual" }],
  [["--transitions", "250"], { transitions: 250 }],
  [["--empty", "--host", "::1"], { empty: true, host: "::1" }],
  [["--allow-host", "a", "--allow-host", "b"], { allowHost: ["a", "b"] }],
])("%j is read", (args, options) => {
  expect(readArguments(["serve", ...args])).toMatchObject({ command: "serve", options });
});
