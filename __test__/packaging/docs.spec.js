const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { makeProject, root, succeed } = require("./support.js");

const folder = useFolder();

/**
 * The programs of a document: its blocks of `js`, where one that loads nothing goes on from the one before. Those that
 * are marked `no-run` are left out.
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

test("aws.md has a line for each operation, and for no other", () => {
  const [, supported] = /<!-- operations -->(.*)<!-- \/operations -->/s.exec(text("aws.md"));
  const described = [...supported.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) => names.match(/\w+/g));
  const operations = require("../../src/aws/models/operations.json");
  expect(described.sort()).toEqual(Object.values(operations).flat().sort());
});
