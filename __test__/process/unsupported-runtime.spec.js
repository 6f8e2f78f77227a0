const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { runNode } = require("../support/child.js");
const { root } = require("../support/package.js");

const NAMES = ["MockStateStore", "MockStateStoreError", "ServerState", "getMockStateStore", "resetMockStateStore"];
const exportConditions = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).exports["."];

describe.each(["workerd", "edge-light", "browser"])("under the export condition %s", (condition) => {
  const program = `
    const caught = (call) => { try { call(); } catch (error) { return error; } };
    const errors = [() => new module.MockStateStore(), () => module.getMockStateStore()].map(caught);
    process.stdout.write(JSON.stringify({
      names: Object.keys(module).filter((name) => /^[A-Za-z]+$/.test(name) && name !== "default").sort(),
      states: module.ServerState,
      frozen: Object.isFrozen(module.ServerState),
      ours: errors.map((error) => error instanceof module.MockStateStoreError && error instanceof Error),
      errors: errors.map(({ code, message }) => ({ code, message })),
      reset: String(caught(() => module.resetMockStateStore())),
      binaries: process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node")),
    }));`;

  it.each([
    ["require", ["-e", `{ const module = require("mock-state-store"); ${program} }`]],
    ["import", ["--input-type=module", "-e", `import * as module from "mock-state-store"; ${program}`]],
  ])("%s gives the same names, and making a store throws an error that says what to do", async (_, args) => {
    const { result } = await runNode([`--conditions=${condition}`, ...args]);
    expect(result.names).toEqual(NAMES);
    expect(result.states).toMatchObject({ Running: "running", Unknown: "unknown" });
    expect(result.frozen).toBe(true);
    expect(result.ours).toEqual([true, true]);
    expect(result.reset).toBe("undefined");
    expect(result.binaries).toEqual([]);
    for (const { code, message } of result.errors) {
      expect(code).toBe("ERR_UNSUPPORTED_RUNTIME");
      expect(message).toMatch(/Node\.js/);
      expect(message.length).toBeGreaterThan(40);
    }
  });

  it("the module does not need Node", () => {
    const evaluate = (file) => {
      const exported = { exports: {} };
      const resolve = (name) => {
        expect(name).toMatch(/^\.{1,2}\//);
        return evaluate(path.resolve(path.dirname(file), name));
      };
      const wrapped = `(function (exports, require, module) {${fs.readFileSync(file, "utf8")}\n})`;
      vm.runInNewContext(wrapped, {}, { filename: file })(exported.exports, resolve, exported);
      return exported.exports;
    };
    const stub = evaluate(path.join(root, exportConditions[condition]));
    expect(Object.keys(stub).sort()).toEqual(NAMES);
    expect(() => new stub.MockStateStore()).toThrow(/Node\.js/);
  });
});
