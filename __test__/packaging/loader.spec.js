const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { STATE_OF_NEW_STORE, binaries, makeProject, print } = require("./support.js");

const folder = useFolder();
let project;
let binary;

beforeEach(async () => {
  project = await makeProject(folder());
  const installed = path.join(project, "node_modules/mock-state-store");
  [binary] = binaries(installed).map((name) => path.join(installed, name));
});

/** The name of the platform package of a release. */
function platformPackage() {
  return `mock-state-store-${path.basename(binary).split(".")[1]}`;
}

/** The error that making a store throws, on what Node is made to say that it runs on. */
async function loadError({ platform = process.platform, arch = process.arch } = {}) {
  const program = `
    Object.defineProperty(process, "platform", { value: ${JSON.stringify(platform)} });
    Object.defineProperty(process, "arch", { value: ${JSON.stringify(arch)} });
    const { MockStateStore, MockStateStoreError } = require("mock-state-store");
    try { new MockStateStore() } catch (error) {
      const { code, message, cause } = error;
      console.log(JSON.stringify({ known: error instanceof MockStateStoreError, code, message, cause: cause?.code }));
    }`;
  return JSON.parse(await print(project, program));
}

test("a missing binary is an error that names the platform, the files looked for and a fix", async () => {
  fs.rmSync(binary);
  const error = await loadError();
  expect(error).toMatchObject({ known: true, code: "ERR_NATIVE_BINDING", cause: "MODULE_NOT_FOUND" });
  expect(error.message).toContain(`on ${process.platform} ${process.arch} (Node ${process.version})`);
  expect(error.message).toContain(`Looked for ${path.basename(binary)}, ${platformPackage()}`);
  expect(error.message).toContain("run `npm rebuild mock-state-store`");
});

test("a binary that does not load is named, with the reason as the cause", async () => {
  fs.writeFileSync(binary, "for another machine");
  const error = await loadError();
  expect(error).toMatchObject({ known: true, code: "ERR_NATIVE_BINDING", cause: "ERR_DLOPEN_FAILED" });
  expect(error.message).toContain(`${path.basename(binary)} failed with: `);
});

test("a platform that is not released is an error that names those that are", async () => {
  const error = await loadError({ platform: "sunos", arch: "x64" });
  expect(error).toMatchObject({ known: true, code: "ERR_NATIVE_BINDING" });
  expect(error.message).toContain("cannot be loaded on sunos x64");
  expect(error.message).toContain("linux-x64-gnu");
});

test("a binary in the platform package of a release is found", async () => {
  const released = path.join(project, "node_modules", platformPackage());
  fs.mkdirSync(released);
  fs.renameSync(binary, path.join(released, "index.node"));
  fs.writeFileSync(path.join(released, "package.json"), '{ "main": "index.node" }');
  expect(await print(project, STATE_OF_NEW_STORE)).toBe("stopped");
});

test("importing needs no binary", async () => {
  fs.rmSync(binary);
  const program = 'import { ServerState } from "mock-state-store"; console.log(ServerState.Running)';
  expect(await print(project, program, ["--input-type=module", "-e"])).toBe("running");
});

test("importing loads no binary", async () => {
  const program = `
    require("mock-state-store");
    console.log(Object.keys(require.cache).filter((file) => file.endsWith(".node")).length);`;
  expect(await print(project, program)).toBe("0");
});
