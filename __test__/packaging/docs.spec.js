const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { makeProject, root, succeed } = require("./support.js");

const folder = useFolder();

/**
 * The programs of a document: its blocks of `js`, where one that loads nothing goes on from the one before. Those that
 * are marked `no-run:`, with a reason, are left out.
 */
function programsOf(file) {
  const programs = [];
  let heading = "";
  for (const [, title, code] of text(file).matchAll(/^#+ ([^\n]*)$|^```js\n(.*?)^```$/gms)) {
    if (title) heading = title;
    else if (/^import |= require\(/m.test(code)) programs.push({ name: `${file}, ${heading}`, code });
    else programs.at(-1).code += code;
  }
  return programs;
}

function text(file) {
  return fs.readFileSync(path.join(root, "docs", file), "utf8");
}

/** What the comments at the ends of lines say that these lines print. */
function announced(code) {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, printed]) => printed);
}

/** A project with the package, the SDK and the test runners. */
async function makeProjectForDocs() {
  const project = await makeProject(folder());
  for (const name of ["@aws-sdk", "@jest", "@smithy", "@types", "expect", "jest", "vitest"]) {
    fs.symlinkSync(path.join(root, "node_modules", name), path.join(project, "node_modules", name), "junction");
  }
  return project;
}

const documents = [
  "aws.md",
  "control-api.md",
  "faults.md",
  "from-aws-sdk-client-mock.md",
  "from-localstack.md",
  "from-moto.md",
  "scenarios.md",
  "testing.md",
  "time.md",
];
const programs = documents.flatMap(programsOf);

/** The programs of a kind: a test file of Vitest or of Jest, or a program. */
function programsFor(kind) {
  const kindOf = (code) => (code.includes('"vitest"') ? "vitest" : code.includes("-store/jest") ? "jest" : "node");
  return programs.filter(({ code }) => kindOf(code) === kind);
}

test.each(programsFor("node"))("$name: it prints what it says", async ({ code }) => {
  const project = await makeProjectForDocs();
  fs.writeFileSync(path.join(project, "example.mjs"), code);
  const { stdout } = await succeed("node", ["example.mjs"], { cwd: project, env: { NODE_NO_WARNINGS: "1" } });
  expect(stdout.trimEnd().split("\n")).toEqual(announced(code));
});

test.each(programsFor("vitest"))("$name: its tests pass", async ({ code }) => {
  const project = await makeProjectForDocs();
  fs.writeFileSync(path.join(project, "example.test.mjs"), code);
  await succeed("node", [path.join(root, "node_modules/vitest/vitest.mjs"), "run"], { cwd: project });
});

test.each(programsFor("jest"))("$name: its tests pass under Jest", async ({ code }) => {
  const project = await makeProjectForDocs();
  fs.writeFileSync(path.join(project, "package.json"), "{}");
  fs.writeFileSync(path.join(project, "example.test.js"), code);
  await succeed("node", [path.join(root, "node_modules/jest/bin/jest.js"), "--rootDir", "."], { cwd: project });
});

test.each(documents)("%s: its TypeScript compiles", async (file) => {
  const project = await makeProjectForDocs();
  const blocks = [...text(file).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  const files = blocks.map((code, index) => {
    fs.writeFileSync(path.join(project, `block-${index}.ts`), code);
    return `block-${index}.ts`;
  });
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const options = ["--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "--types", "node"];
  if (files.length > 0) await succeed("node", [tsc, "--noEmit", "--strict", ...options, ...files], { cwd: project });
});

/** The block of a document that contains a text. */
function block(file, part) {
  const blocks = [...text(file).matchAll(/^```\w+[^\n]*\n(.*?)^```$/gms)].map(([, code]) => code);
  return blocks.find((code) => code.includes(part));
}

test("aws.md: mock.mjs, before a program, has its clients call the store", async () => {
  const project = await makeProjectForDocs();
  fs.writeFileSync(path.join(project, "mock.mjs"), block("aws.md", "// mock.mjs").replace("({", "({ port: 0,"));
  const program = `import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
    ${block("aws.md", "new EC2Client();")}
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    console.log(Reservations[0].Instances[0].InstanceId);`;
  fs.writeFileSync(path.join(project, "server.mjs"), program);
  const { stdout } = await succeed("node", ["--import", "./mock.mjs", "server.mjs"], { cwd: project });
  expect(stdout).toBe("i-mock1234567890abcdef\n");
});

test("scenarios.md: the scenario in a file is applied, by its name and by its import", async () => {
  const project = await makeProjectForDocs();
  fs.mkdirSync(path.join(project, "scenarios"));
  fs.writeFileSync(path.join(project, "scenarios/busy-evening.json"), block("scenarios.md", "twelve players"));
  const program = `import { getMockStateStore } from "mock-state-store";
    ${block("scenarios.md", 'scenarios: "scenarios"')}
    console.log(await store.getParameter("/minecraft/player-count"));`;
  fs.writeFileSync(path.join(project, "example.mjs"), program);
  expect((await succeed("node", ["example.mjs"], { cwd: project })).stdout).toBe("12\n");
  const typed = `${block("scenarios.md", "as Scenario")}\ndeclare const store: import("mock-state-store").MockStateStore;`;
  fs.writeFileSync(path.join(project, "example.ts"), typed);
  const options = ["--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "--types", "node"];
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  await succeed("node", [tsc, "--noEmit", "--strict", "--resolveJsonModule", ...options, "example.ts"], {
    cwd: project,
  });
});

test("testing.md: a committed snapshot is prepared", async () => {
  const project = await makeProjectForDocs();
  fs.mkdirSync(path.join(project, "test/account.json.snapshots"), { recursive: true });
  fs.writeFileSync(path.join(project, "test/account.json.snapshots/base.json"), block("scenarios.md", '"takenAt"'));
  const program = `import { readFileSync } from "node:fs";
    import { mockTest } from "mock-state-store/vitest";
    import { expect } from "vitest";
    ${block("testing.md", "base.json")}
    test("it runs", async ({ store }) => expect((await store.getInstance()).state).toBe("running"));`;
  fs.writeFileSync(path.join(project, "example.test.mjs"), program);
  await succeed("node", [path.join(root, "node_modules/vitest/vitest.mjs"), "run"], { cwd: project });
});

/** The documents whose blocks a spec runs, by language. */
const RUN = {
  js: ["README.md", ...documents],
  ts: ["README.md", ...documents],
  sh: ["README.md", "aws.md", "control-api.md", "from-moto.md"],
  python: ["aws.md"],
  console: ["cli.md"],
};

test("each block of code is run by a spec, or says why it is not", () => {
  const files = fs.readdirSync(path.join(root, "docs")).filter((name) => name.endsWith(".md"));
  const blocks = ["../README.md", ...files].flatMap((file) =>
    [...text(file).matchAll(/^```(\w+)([^\n]*)\n.*?^```$/gms)].map(([, language, info]) => ({ file, language, info })),
  );
  const left = blocks.filter(
    ({ file, language, info }) =>
      language in RUN && !/^ no-run: \w/.test(info) && !RUN[language].includes(path.basename(file)),
  );
  expect(left).toEqual([]);
  const unclear = blocks.filter(({ info }) => info !== "" && !/^ no-run: \w/.test(info));
  expect(unclear).toEqual([]);
});

test("aws.md has a line for each operation, and for no other", () => {
  const [, supported] = /<!-- operations -->(.*)<!-- \/operations -->/s.exec(text("aws.md"));
  const described = [...supported.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) => names.match(/\w+/g));
  const operations = require("../../src/aws/models/operations.json");
  expect(described.sort()).toEqual(Object.values(operations).flat().sort());
});
