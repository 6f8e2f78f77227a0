const { readArguments } = require("../../lib/cli/arguments.js");
const { version } = require("../../package.json");
const { runCommand } = require("../support/serve.js");

const run = (...args) => runCommand(args).ended;

/** What is said about a wrong command line. */
function messageOf(args) {
  try {
    readArguments(args);
  } catch (error) {
    return error.message;
  }
}

test("--version is that of the package", async () => {
  expect(await run("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test("a wrong command line ends with 2, and names the help that says more", async () => {
  expect(await run("status", "--jsno")).toEqual({
    code: 2,
    signal: null,
    stdout: "",
    stderr: `mock-state-store: Unknown option "--jsno"; did you mean "--json"?\nSee mock-state-store status --help.\n`,
  });
});

test.each([
  [[], "A command is missing."],
  [["sevre"], 'Unknown command "sevre"; did you mean "serve"?'],
  [["snapshots", "list"], 'Unknown command "snapshots"; did you mean "snapshot"?'],
  [["--json"], "A command is missing."],
  [["--jsno", "status"], 'Unknown option "--jsno"; did you mean "--json"?'],
  [["fault"], "An action is missing: add, list, remove, clear."],
  [["fault", "delete"], /^Unknown action of fault "delete"; did you mean "\w+"\?$/],
  [["clock", "advnace", "1s"], 'Unknown action of clock "advnace"; did you mean "advance"?'],
  [["clock", "advance"], "An argument is missing: TIME."],
  [["get", "a", "b"], 'Unexpected argument "b".'],
  [["serve", "more"], 'Unexpected argument "more".'],
  [["serve", "--prot", "1"], 'Unknown option "--prot"; did you mean "--port"?'],
  [["serve", "--allowed-hosts=mock"], 'Unknown option "--allowed-hosts"; did you mean "--allow-host"?'],
  [["serve", "-p"], 'Unknown option "-p"; did you mean "--port"?'],
  [["serve", "--port", "4566x"], '--port must be a whole number from 0 to 65535, not "4566x".'],
  [["serve", "--port", "65536"], '--port must be a whole number from 0 to 65535, not "65536".'],
  [["serve", "--transitions", "slow"], /^--transitions must be "immediate", "manual" or a number of milliseconds/],
  [["serve", "--state"], "--state needs a value: FILE."],
  [["clock", "advance", "-5m"], '"-5" is read as an option; a value that begins with - comes after --.'],
  [["serve", "--empty=yes"], /--empty/],
  [["status", "--timeout", "soon"], '--timeout must be a time such as 250ms, 90s or 2m30s, not "soon".'],
  [["fault", "add", "ec2:*", "--connection", "rest"], 'Unknown --connection "rest"; did you mean "reset"?'],
  [["fault", "add", "ec2:*", "--probability", "often"], '--probability must be a number, not "often".'],
  [["calls", "--limit", "1.5"], '--limit must be a whole number from 0, not "1.5".'],
  [["calls", "--limit=-1"], '--limit must be a whole number from 0, not "-1".'],
  [["set", "/a", "-5"], '"-5" is read as an option; a value that begins with - comes after --.'],
  [["fault", "add", "ec2:*", "--throttle", "5"], '--throttle must be a rate and a burst, such as 5/10, not "5".'],
])("%j is a wrong use", (args, message) => {
  expect(messageOf(args)).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
});

test("the help that is named is that of the action, where its options are", async () => {
  const { stderr } = await run("fault", "add", "ec2:*", "--eror", "x");
  expect(stderr).toMatch(/\nSee mock-state-store fault add --help\.\n$/);
});

test.each([
  [["serve", "--transitions", "immediate"], { transitions: "immediate" }],
  [["serve", "--transitions=manual"], { transitions: "manual" }],
  [["serve", "--transitions", "250"], { transitions: 250 }],
  [["serve", "--empty", "--host", "::1"], { empty: true, host: "::1" }],
  [["serve", "--allow-host", "a", "--allow-host", "b"], { "allow-host": ["a", "b"] }],
  [["--state", "a.json", "--json", "status"], { state: "a.json", json: true }],
  [["status", "--timeout", "1.5s"], { timeout: 1500 }],
  [["fault", "add", "*", "--latency", "200ms-1s"], { latency: { distribution: "uniform", min: 200, max: 1000 } }],
  [["fault", "add", "*", "--throttle", "2/5"], { throttle: { ratePerSecond: 2, burst: 5 } }],
])("%j is read", (args, options) => {
  expect(readArguments(args)).toMatchObject({ kind: "run", options });
});

test("what comes after -- is no option", () => {
  expect(readArguments(["set", "backups[0].size", "--", "-1"])).toMatchObject({ args: ["backups[0].size", "-1"] });
});
