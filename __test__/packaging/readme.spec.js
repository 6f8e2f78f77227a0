const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { makeProject, root, succeed } = require("./support.js");

const README = fs.readFileSync(path.join(root, "README.md"), "utf8");

/** The code block of the README that contains a text. */
function block(text) {
  const blocks = [...README.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code]) => code);
  return blocks.find((code) => code.includes(text));
}

const folder = useFolder();

test("the README's first example runs as it stands", async () => {
  const project = await makeProject(folder());
  fs.writeFileSync(path.join(project, "example.mjs"), block("getPublicIp"));
  const { stdout } = await succeed("node", ["example.mjs"], { cwd: project });
  expect(stdout).toMatch(/^203\.0\.113\.42\n/);
});

test("the README's atomic combinations run as they stand", async () => {
  const project = await makeProject(folder());
  const imports = 'import { getMockStateStore } from "mock-state-store";\nconst store = getMockStateStore();\n';
  const report = "console.log(JSON.stringify([taken, won, players, acquired]));\n";
  fs.writeFileSync(path.join(project, "example.mjs"), imports + block("acquireLease") + report);
  const { stdout } = await succeed("node", ["example.mjs"], { cwd: project });
  expect(stdout).toBe('[null,true,"1",true]\n');
});

test("the README's second process sees what the first one does", async () => {
  const project = await makeProject(folder());
  fs.writeFileSync(path.join(project, "second.mjs"), block("second-process.mjs").replace("60_000", "1_000"));
  fs.writeFileSync(
    path.join(project, "first.mjs"),
    `import { getMockStateStore } from "mock-state-store";
    import { spawn } from "node:child_process";
    const store = getMockStateStore({ enablePersistence: true });
    const child = spawn(process.execPath, ["second.mjs"], { stdio: "inherit" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for await (const _ of store.changes()) break;
    await store.updateInstanceState("running");
    await ended;
    console.log(await store.getParameter("/minecraft/motd"));`,
  );
  const { stdout } = await succeed("node", ["first.mjs"], { cwd: project });
  expect(stdout).toMatch(/\[ 'instance' \]\n(.*\n)*hello from process \d+\n$/);
});

test("the README's drop-in gives a project its own enum back", async () => {
  const project = await makeProject(folder());
  fs.symlinkSync(path.join(root, "node_modules/@types"), path.join(project, "node_modules/@types"), "junction");
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    fs.writeFileSync(path.join(project, file), text);
  };
  write("lib/aws/mock-state-store.ts", block("lib/aws/mock-state-store.ts"));
  write("instrumentation.ts", block("NEXT_RUNTIME"));
  write("lib/types.ts", 'export enum ServerState { Running = "running", Stopped = "stopped" }\n');
  write(
    "program.ts",
    `import { getMockStateStore } from "./lib/aws/mock-state-store";
    import { ServerState } from "./lib/types";
    export const state: Promise<ServerState> = getMockStateStore().getInstance().then(({ state }) => state);`,
  );
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const options = ["--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "--types", "node"];
  await succeed("node", [tsc, "--noEmit", "--strict", ...options, "program.ts", "instrumentation.ts"], {
    cwd: project,
  });
});
