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
  const stubOf = (subpath) => evaluate(path.join(root, entries[subpath][condition]));

  it.each(["./aws", "./control", "./next", "./next/routes"])("%s has the same names, and needs no Node", (subpath) => {
    const names = Object.keys(require(path.join(root, entries[subpath].default)));
    expect(Object.keys(stubOf(subpath)).sort()).toEqual(names.sort());
  });

  it("their functions fail with an error that says what to do", async () => {
    const unsupported = { code: "ERR_UNSUPPORTED_RUNTIME", message: expect.stringContaining("Node.js") };
    const { awsClientConfig, startEndpoint } = stubOf("./aws");
    expect(() => awsClientConfig()).toThrow(expect.objectContaining(unsupported));
    await expect(startEndpoint()).rejects.toMatchObject(unsupported);
    expect(() => stubOf("./next").withMockStateStore()).toThrow(expect.objectContaining(unsupported));
    expect(() => stubOf("./jest").mockAccount()).toThrow(expect.objectContaining(unsupported));
    expect(() => stubOf("./vitest").mockTest()).toThrow(expect.objectContaining(unsupported));
    expect(() => stubOf("./vitest").test("a", () => {})).toThrow(expect.objectContaining(unsupported));
    expect(() => stubOf("./control").controlApi()).toThrow(expect.objectContaining(unsupported));
    expect(() => stubOf("./next/routes").mockRoutes()).toThrow(expect.objectContaining(unsupported));
  });
});
