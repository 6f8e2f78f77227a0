const path = require("node:path");
const { installedPackage } = require("./support/application.js");

const installed = require(path.join(installedPackage, "next.js")).withMockStateStore;
/** Not in a `node_modules` folder, this repository is to itself as a linked package is to an application. */
const linked = require("../../next.js").withMockStateStore;

const project = {
  output: "standalone",
  serverExternalPackages: ["sharp"],
  outputFileTracingIncludes: { "/*": ["fonts/*"], "/about": ["words/*"] },
  turbopack: { resolveAlias: { underscore: "lodash" }, resolveExtensions: [".ts"] },
  experimental: { typedEnv: true, turbopackAdditionalRoots: { other: { path: "/other" } } },
  headers: async () => [],
};

describe.each([
  ["installed", installed],
  ["linked", linked],
])("withMockStateStore where the package is %s", (_, withMockStateStore) => {
  it("adds the package to serverExternalPackages", () => {
    expect(withMockStateStore(project).serverExternalPackages).toEqual(["sharp", "mock-state-store"]);
    expect(withMockStateStore().serverExternalPackages).toEqual(["mock-state-store"]);
  });

  it("adds it once", () => {
    const once = withMockStateStore(project);
    expect(withMockStateStore(once).serverExternalPackages).toEqual(["sharp", "mock-state-store"]);
  });

  it("keeps every other setting", () => {
    expect(withMockStateStore(project)).toMatchObject({
      ...project,
      serverExternalPackages: expect.anything(),
      outputFileTracingIncludes: { "/*": expect.arrayContaining(["fonts/*"]), "/about": ["words/*"] },
    });
  });

  it("does not change its argument", () => {
    const before = { ...structuredClone({ ...project, headers: undefined }), headers: project.headers };
    withMockStateStore(project);
    expect(project).toEqual(before);
  });

  it("accepts a function, and passes it the arguments of Next.js", () => {
    const config = vi.fn((phase) => ({ env: { phase } }));
    const context = { defaultConfig: {} };
    expect(withMockStateStore(config)("phase-production-build", context)).toMatchObject({
      env: { phase: "phase-production-build" },
      serverExternalPackages: ["mock-state-store"],
    });
    expect(config).toHaveBeenCalledExactlyOnceWith("phase-production-build", context);
  });

  it("accepts an async function", async () => {
    const answer = withMockStateStore(async () => project)("phase-development-server", {});
    expect(answer).toBeInstanceOf(Promise);
    expect((await answer).serverExternalPackages).toEqual(["sharp", "mock-state-store"]);
  });

  it("accepts a promise", async () => {
    const answer = withMockStateStore(Promise.resolve(project));
    expect(answer).toBeInstanceOf(Promise);
    expect((await answer).serverExternalPackages).toEqual(["sharp", "mock-state-store"]);
  });
});

describe("withMockStateStore where the package is installed", () => {
  it("adds no other setting", () => {
    expect(installed({ output: "standalone" })).toEqual({
      output: "standalone",
      serverExternalPackages: ["mock-state-store"],
    });
  });
});

describe("withMockStateStore where the package is linked", () => {
  const external = {
    "mock-state-store": "commonjs mock-state-store",
    "mock-state-store/aws": "commonjs mock-state-store/aws",
    "mock-state-store/control": "commonjs mock-state-store/control",
    "mock-state-store/next/routes": "commonjs mock-state-store/next/routes",
  };

  it("makes the package external to webpack's compilation for Node", () => {
    const { webpack } = linked(project);
    expect(webpack({ externals: ["next"] }, { nextRuntime: "nodejs" })).toEqual({ externals: [external, "next"] });
  });

  it.each(["edge", undefined])("leaves webpack's compilation for another runtime alone: %s", (nextRuntime) => {
    const { webpack } = linked(project);
    expect(webpack({ externals: ["next"] }, { nextRuntime })).toEqual({ externals: ["next"] });
  });

  it("calls the project's webpack function, and returns what it returns", () => {
    const own = vi.fn((config) => ({ ...config, mode: "none" }));
    const context = { nextRuntime: "nodejs" };
    expect(linked({ webpack: own }).webpack({ externals: [] }, context)).toEqual({
      externals: [external],
      mode: "none",
    });
    expect(own).toHaveBeenCalledExactlyOnceWith({ externals: [external] }, context);
  });

  it("adds no root to Turbopack where one holds the package", () => {
    const outputFileTracingRoot = path.join(__dirname, "..", "..", "..");
    expect(linked({ outputFileTracingRoot }).experimental).toBeUndefined();
    expect(linked({ turbopack: { root: outputFileTracingRoot } }).experimental).toBeUndefined();
    const additional = { experimental: { turbopackAdditionalRoots: { mine: { path: outputFileTracingRoot } } } };
    expect(linked({ outputFileTracingRoot: __dirname, ...additional })).toMatchObject(additional);
  });

  it("adds the package's folder to Turbopack's roots where none holds it", () => {
    expect(linked({ outputFileTracingRoot: __dirname }).experimental).toEqual({
      turbopackAdditionalRoots: { "mock-state-store": { path: path.join(__dirname, "..", "..") } },
    });
  });
});
