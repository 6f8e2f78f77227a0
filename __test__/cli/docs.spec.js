const fs = require("node:fs");
const path = require("node:path");
const { DescribeInstancesCommand, EC2Client, StartInstancesCommand } = require("@aws-sdk/client-ec2");
const { awsClientConfig } = require("mock-state-store/aws");
const { COMMANDS } = require("../../lib/cli/commands/index.js");
const { root } = require("../support/package.js");
const { until } = require("../support/until.js");
const { makeFile, open, useCommandLine } = require("./support/account.js");
const { spawn } = require("node:child_process");

const TEXT = fs.readFileSync(path.join(root, "docs", "cli.md"), "utf8");

/** The sections of the document with what they show: lines that begin with `$` are commands, others what they print. */
const SECTIONS = TEXT.split(/^## /m)
  .map((section) => ({
    title: section.split("\n", 1)[0],
    steps: [...section.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block]) =>
      block
        .split(/^\$ /m)
        .slice(1)
        .map((step) => [step.split("\n", 1)[0], step.slice(step.indexOf("\n") + 1)]),
    ),
  }))
  .filter(({ steps }) => steps.length > 0);

/** What goes on until it is interrupted. */
const ENDLESS = /^npx mock-state-store (watch|serve|open)\b/;

const { folder } = useCommandLine();
let store;
beforeEach(async () => {
  await makeFile(folder(".mock-state.json"));
  store = open(folder(".mock-state.json"));
  await store.revision();
});
afterEach(() => store.close());

/** Runs a command as a shell does; `interrupt` says when what goes on has printed enough. */
async function run(command, interrupt) {
  const bin = JSON.stringify(path.join(root, "bin", "mock-state-store.js"));
  const line = command.replace(/^npx mock-state-store/, `exec ${JSON.stringify(process.execPath)} ${bin}`);
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|MOCK_|FORCE_COLOR|NO_COLOR)/.test(name));
  const child = spawn("sh", ["-c", line], { cwd: folder(), env: Object.fromEntries(inherited) });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const closed = new Promise((resolve) => child.once("close", resolve));
  if (interrupt !== undefined) {
    await until(() => interrupt(output));
    child.kill("SIGINT");
  }
  await closed;
  return output;
}

/** A text without what differs each time. */
function stable(text) {
  return text
    .replaceAll(folder(), "/home/me/app")
    .replaceAll(root, "/home/me/app/node_modules/mock-state-store")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/backup-\d{4}-\d\d-\d\d/g, "backup-DAY")
    .replaceAll(/\b\d+ ms\b/g, "N ms")
    .replaceAll(/(?<=^|\n)\d+(?= {2}parameter )/g, "N")
    .replaceAll(/(\d+[dhms]+)+ ahead/g, "N ahead")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/v\d+\.\d+\.\d+/g, "vN")
    .replaceAll(/mock-state-store\.[\w-]+\.node/g, "mock-state-store.PLATFORM.node")
    .replaceAll(/\d+ \(.*\)/g, "PID (COMMAND)")
    .replaceAll(/(?<=ok {2}port {5}).*/g, "WHO HAS IT");
}

/** Calls of a client of AWS, as the document shows them. */
async function call() {
  const client = new EC2Client({ ...awsClientConfig(store), maxAttempts: 1 });
  const { instanceId } = await store.getInstance();
  await client.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  await client.send(new DescribeInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] })).catch(() => {});
  client.destroy();
}

/** Whether a command that goes on has printed what the document shows; changes what it watches until then. */
async function hasPrinted(output) {
  if (/^export |inspector/m.test(output)) return true;
  await store.setParameter("/minecraft/player-count", "3");
  return output.includes("player-count");
}

test.each(SECTIONS)("$title: what is printed is what is shown", async ({ title, steps }) => {
  if (title === "Calls") await call();
  const shown = [];
  const printed = [];
  for (const [command, output] of steps) {
    const isEndless = ENDLESS.test(command);
    const real = stable(await run(command, isEndless ? hasPrinted : undefined));
    shown.push(`$ ${command}`, ...stable(output).split("\n"));
    // It goes on for as long as the spec changes something.
    printed.push(`$ ${command}`, ...(command.includes(" watch") ? real.replace(/\n.*/s, "\n") : real).split("\n"));
  }
  expect(printed).toEqual(shown);
});

/** What other documents show in blocks for a shell. */
const OTHERS = ["README.md", "docs/aws.md", "docs/from-moto.md"].flatMap((file) =>
  [...fs.readFileSync(path.join(root, file), "utf8").matchAll(/^npx mock-state-store .*$/gm)].map(([line]) => ({
    file,
    line: line.replace(/ &$/, ""),
  })),
);

test.each(OTHERS)("$file: $line", async ({ line }) => {
  if (!ENDLESS.test(line)) expect(await run(`${line} --json`)).toMatch(/^[{[]/);
  else
    expect(await run(`${line.replace(/ --port \d+/, "")} --port 0`, hasPrinted)).toMatch(/^export AWS_ENDPOINT_URL=/m);
});

test("every command is in it", () => {
  const commands = SECTIONS.flatMap(({ steps }) => steps.map(([command]) => command.split(" ")[2]));
  expect([...new Set(commands)].sort()).toEqual(Object.keys(COMMANDS).sort());
});
