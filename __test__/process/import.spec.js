const { pathToFileURL } = require("node:url");
const { runInChild, runNode } = require("../support/child.js");
const { entry, copyPackage } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

const NAMES = ["MockStateStore", "MockStateStoreError", "ServerState", "getMockStateStore", "resetMockStateStore"];

describe("importing the module", () => {
  const folder = useFolder();

  it("loads no binary; making a store does", async () => {
    const { result } = await runInChild(({ MockStateStore }) => {
      const binaries = () => process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node")).length;
      const imported = binaries();
      new MockStateStore();
      return [imported, binaries()];
    });
    expect(result).toEqual([0, 1]);
  });

  it("loads none of the large modules of Node", async () => {
    const { result } = await runNode([
      "-e",
      `const before = new Set(process.moduleLoadList);
       require(${JSON.stringify(entry)});
       const loaded = process.moduleLoadList.filter((name) => !before.has(name));
       process.stdout.write(JSON.stringify(loaded));`,
    ]);
    for (const heavy of ["async_hooks", "child_process", "worker_threads", "http", "crypto", "net"]) {
      expect(result).not.toContain(`NativeModule ${heavy}`);
    }
  });

  it("leaves no active handle", async () => {
    const { result } = await runInChild(() => process.getActiveResourcesInfo().filter((name) => name !== "PipeWrap"));
    expect(result).toEqual([]);
  });

  it("works without a binary, and only making a store throws", async () => {
    const copy = copyPackage(folder("copy"), { binary: false });
    const { result } = await runNode([
      "-e",
      `const module = require(${JSON.stringify(copy)});
       const caught = (call) => { try { call(); } catch (error) { return error; } };
       const errors = [() => new module.MockStateStore(), () => module.getMockStateStore()].map(caught);
       module.resetMockStateStore();
       process.stdout.write(JSON.stringify({
         names: Object.keys(module).sort(),
         running: module.ServerState.Running,
         ours: errors.map((error) => error instanceof module.MockStateStoreError && error instanceof Error),
         codes: errors.map((error) => error.code),
         message: errors[0].message,
         platform: [process.platform, process.arch],
       }));`,
    ]);
    expect(result).toMatchObject({
      names: NAMES,
      running: "running",
      ours: [true, true],
      codes: ["ERR_NATIVE_BINDING", "ERR_NATIVE_BINDING"],
    });
    for (const word of [...result.platform, ".node", "npm"]) expect(result.message).toContain(word);
  });

  it("provides every name to import statements", async () => {
    const ended = await runNode([
      "--input-type=module",
      "-e",
      `import { ${NAMES.join(", ")} } from "mock-state-store";
       import * as all from "mock-state-store";
       import whole from "mock-state-store";
       import { createRequire } from "node:module";
       const required = createRequire(${JSON.stringify(pathToFileURL(__filename).href)})("mock-state-store");
       const same = [${NAMES.join(", ")}].every((value, n) => value === required[${JSON.stringify(NAMES)}[n]]);
       const state = await new MockStateStore().getInstance();
       process.stdout.write(JSON.stringify([same, whole === required, "MockStateStore" in all, state.state]));`,
    ]);
    expect(ended.result).toEqual([true, true, true, "stopped"]);
  });
});
