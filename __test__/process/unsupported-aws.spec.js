const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { root } = require("../support/package.js");

const { exports: entries } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

/** What a CommonJS file exports where there is no Node. */
function evaluate(file) {
  const module = { exports: {} };
  const resolve = (name) => {
    expect(name).toMatch(/^\.{1,2}\//);
    return evaluate(path.resolve(path.dirname(file), name));
  };
  const wrapped = `(function (exports, require, module) {${fs.readFileSync(file, "utf8")}\n})`;
  vm.runInNewContext(wrapped, {}, { filename: file })(module.exports, resolve, module);
  return module.exports;
}

describe.each(["workerd", "edge-light", "browser"])("under the export condition %s", (condition) => {
  const stub = evaluate(path.join(root, entries["./aws"][condition]));

  it("the subpath for AWS has the same names, and needs no Node", () => {
    expect(Object.keys(stub).sort()).toEqual(Object.keys(require("mock-state-store/aws")).sort());
  });

  it("its functions fail with an error that says what to do", async () => {
    const unsupported = { code: "ERR_UNSUPPORTED_RUNTIME", message: expect.stringContaining("Node.js") };
    expect(() => stub.awsClientConfig()).toThrow(expect.objectContaining(unsupported));
    await expect(stub.startEndpoint()).rejects.toMatchObject(unsupported);
  });
});
