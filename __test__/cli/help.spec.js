const { readArguments } = require("../../lib/cli/arguments.js");
const { COMMANDS } = require("../../lib/cli/commands/index.js");
const { help } = require("../../lib/cli/help.js");
const { runCommand } = require("../support/serve.js");

/** Every command and action, as the words that name it. */
const COMMAND_LINES = Object.entries(COMMANDS).flatMap(([name, load]) => {
  const { actions } = load();
  return actions === undefined ? [[name]] : Object.keys(actions).map((action) => [name, action]);
});

/** The words of a line of a shell. */
function wordsOf(line) {
  const words = line.split(" | ", 1)[0].match(/'[^']*'|\S+/g);
  return words.map((word) => word.replace(/^'(.*)'$/, "$1"));
}

const requestOf = (...words) => readArguments([...words, "--help"]);

test("--help lists every command, and ends with 0", async () => {
  const { code, stdout, stderr } = await runCommand(["--help"]).ended;
  expect([code, stderr]).toEqual([0, ""]);
  for (const name of Object.keys(COMMANDS)) expect(stdout).toMatch(new RegExp(`^  ${name} +[A-Z].*\\.$`, "m"));
});

test.each(COMMAND_LINES)("%s %s --help lists its options, with examples that are understood", (...words) => {
  const path = words.filter((word) => word !== undefined);
  const { about } = requestOf(...path);
  const text = help(path, about);
  expect(text.startsWith(`Usage: mock-state-store ${path.join(" ")}`)).toBe(true);
  for (const name of Object.keys(about.options ?? {})) expect(text).toContain(`--${name} `);
  const examples = text.split("Examples:\n")[1].trimEnd().split("\n");
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const [, line] = /^ {2}mock-state-store (.*)$/.exec(example);
    expect(readArguments(wordsOf(line))).toMatchObject({ kind: "run", command: about });
  }
});

test("no line of it is longer than 120 characters", () => {
  const texts = COMMAND_LINES.map((words) => help(words, requestOf(...words).about));
  const lines = [help([]), ...texts].join("\n").split("\n");
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});

test.each([
  [["help"], ["--help"]],
  [
    ["help", "clock"],
    ["clock", "--help"],
  ],
  [
    ["help", "clock", "advance"],
    ["clock", "advance", "--help"],
  ],
])("%j is %j", (words, same) => {
  expect(readArguments(words)).toEqual(readArguments(same));
});

test("help of a command with actions lists them", () => {
  expect(help(["clock"], requestOf("clock").about)).toMatch(/^ {2}advance TIME +Move the clock on\.$/m);
});
