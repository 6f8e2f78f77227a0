const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");
const { until } = require("../support/until.js");
const { makeProject, root, succeed } = require("./support.js");

const README = fs.readFileSync(path.join(root, "README.md"), "utf8");

/** The code block of the README that contains a text. */
function block(text) {
  const blocks = [...README.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code]) => code);
  return blocks.find((code) => code.includes(text));
}

const folder = useFolder();

test("the README's first examples run as they stand, one after the other", async () => {
  const project = await makeProject(folder());
  fs.symlinkSync(path.join(root, "node_modules/@aws-sdk"), path.join(project, "node_modules/@aws-sdk"), "junction");
  const program = ["getPublicIp", "waitUntilInstanceRunning", "addFault", 'applyScenario("outage', "store.transact"]
    .map(block)
    .join("");
  fs.writeFileSync(path.join(project, "example.mjs"), program);
  const { stdout } = await succeed("node", ["example.mjs"], { cwd: project });
  expect(stdout).toMatch(/^203\.0\.113\.42\n/);
  expect(stdout).toMatch(/^\d+\n4\n\{ failNext: true, .*Throttling.* undefined\n$/ms);
});

test("the README's routes and configuration of Next.js load", async () => {
  const project = await makeProject(folder());
  fs.writeFileSync(path.join(project, "route.mjs"), block("mockRoutes();"));
  fs.writeFileSync(path.join(project, "next.config.mjs"), block("withMockStateStore({"));
  const program = `import * as routes from "./route.mjs";
    import config from "./next.config.mjs";
    const found = typeof config === "function" ? await config("phase-development-server", {}) : config;
    console.log(Object.keys(routes).join(), found.serverExternalPackages);`;
  fs.writeFileSync(path.join(project, "example.mjs"), program);
  const { stdout } = await succeed("node", ["example.mjs"], { cwd: project });
  expect(stdout).toMatch(/^DELETE,GET,PATCH,POST,PUT .*'mock-state-store'/);
});

test("the README's test passes", async () => {
  const project = await makeProject(folder());
  for (const name of ["@aws-sdk", "vitest"]) {
    fs.symlinkSync(path.join(root, "node_modules", name), path.join(project, "node_modules", name), "junction");
  }
  const server = `import { EC2Client } from "@aws-sdk/client-ec2";
    import { getMockStateStore } from "mock-state-store";
    import { awsClientConfig } from "mock-state-store/aws";
    async function startServer() {
      const InstanceIds = [(await getMockStateStore().getInstance()).instanceId];
      await new EC2Client({ ...awsClientConfig(), maxAttempts: 1 }).send(new StartInstancesCommand({ InstanceIds }));
    }`;
  fs.writeFileSync(path.join(project, "example.test.mjs"), block("mockTest({") + server);
  await succeed("node", [path.join(root, "node_modules/vitest/vitest.mjs"), "run"], { cwd: project });
});

test("the README's account without a server action has none", async () => {
  const project = await makeProject(folder());
  const program = `import { MockStateStore } from "mock-state-store";
    ${block('"/minecraft/server-action": null')}
    console.log(await store.getParameter("/minecraft/server-action"));`;
  fs.writeFileSync(path.join(project, "example.mjs"), program);
  expect((await succeed("node", ["example.mjs"], { cwd: project })).stdout).toBe("null\n");
});

test("the README's second process changes the state of a first one, and prints what that changes", async () => {
  const project = await makeProject(folder());
  fs.writeFileSync(path.join(project, "second.mjs"), block("second.mjs").replace("1000", "20"));
  const first = new MockStateStore({
    enablePersistence: true,
    persistencePath: path.join(project, ".mock-state.json"),
  });
  const second = spawn("node", ["second.mjs"], { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  second.stdout.setEncoding("utf8").on("data", (text) => {
    printed += text;
  });
  await until(async () => Number(await first.getParameter("/minecraft/player-count")) > 0);
  // If the second process falls behind, it gets one event for the whole state instead of this name.
  await until(async () => {
    await first.setParameter("/by-the-first", "seen");
    return printed.includes("/by-the-first");
  });
  second.kill();
  await once(second, "close");
  await first.close();
  expect(fs.readdirSync(project).filter((name) => name.startsWith("."))).toEqual([".mock-state.json"]);
});

test("the README's module for an existing project returns that project's own enum", async () => {
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
