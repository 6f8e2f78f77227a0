const { useFolder } = require("../support/folder.js");
const { makeProject, print } = require("./support.js");

const NAMES = ["MockStateStore", "MockStateStoreError", "ServerState", "getMockStateStore", "resetMockStateStore"];

const folder = useFolder();
let project;

beforeEach(async () => {
  project = await makeProject(folder());
});

test("require gives every name", async () => {
  const program = 'console.log(Object.keys(require("mock-state-store")).sort().join())';
  expect(await print(project, program)).toBe(NAMES.join());
});

test("import gives every name", async () => {
  const program = `
    import { ${NAMES.join()} } from "mock-state-store";
    import { withMockStateStore } from "mock-state-store/next";
    console.log([${NAMES.join()}, withMockStateStore].map((value) => typeof value).join());`;
  expect(await print(project, program, ["--input-type=module", "-e"])).toBe(
    "function,function,object,function,function,function",
  );
});

test.each(["workerd", "edge-light", "browser"])(
  "under the condition %s every name is there, and a store throws",
  async (condition) => {
    const program = `
    import { ${NAMES.join()} } from "mock-state-store";
    try { getMockStateStore() } catch (error) { console.log(error.code, error instanceof MockStateStoreError) }`;
    expect(await print(project, program, ["-C", condition, "--input-type=module", "-e"])).toBe(
      "ERR_UNSUPPORTED_RUNTIME true",
    );
  },
);

test("require and import give the names of the subpath for AWS, and load no binary", async () => {
  const required = 'console.log(Object.keys(require("mock-state-store/aws")).join())';
  expect(await print(project, required)).toBe("awsClientConfig,startEndpoint");
  const imported = `
    import { awsClientConfig, startEndpoint } from "mock-state-store/aws";
    const binaries = process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node"));
    console.log(typeof awsClientConfig, typeof startEndpoint, binaries.length);`;
  expect(await print(project, imported, ["--input-type=module", "-e"])).toBe("function function 0");
});

test("so do the subpaths of the control API", async () => {
  const required = `
    const names = ["control", "next/routes"].flatMap((path) => Object.keys(require("mock-state-store/" + path)));
    console.log(names.join());`;
  expect(await print(project, required)).toBe("controlApi,mockRoutes");
  const imported = `
    import { controlApi } from "mock-state-store/control";
    import { mockRoutes } from "mock-state-store/next/routes";
    const { GET, POST, PUT, PATCH, DELETE } = mockRoutes();
    const binaries = process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node"));
    console.log(typeof controlApi(), [GET, POST, PUT, PATCH, DELETE].every(Boolean), binaries.length);`;
  expect(await print(project, imported, ["--input-type=module", "-e"])).toBe("function true 0");
});

test.each(["workerd", "edge-light", "browser"])(
  "under the condition %s the names of the subpath for AWS are there, and fail",
  async (condition) => {
    const program = `
    import { MockStateStoreError } from "mock-state-store";
    import { awsClientConfig, startEndpoint } from "mock-state-store/aws";
    const show = (error) => console.log(error.code, error instanceof MockStateStoreError);
    try { awsClientConfig() } catch (error) { show(error) }
    startEndpoint().catch(show);`;
    expect(await print(project, program, ["-C", condition, "--input-type=module", "-e"])).toBe(
      "ERR_UNSUPPORTED_RUNTIME true\nERR_UNSUPPORTED_RUNTIME true",
    );
  },
);

test("requiring the entry for Vitest says to import it", async () => {
  const program = 'try { require("mock-state-store/vitest") } catch ({ message }) { console.log(message) }';
  expect(await print(project, program)).toContain(
    'cannot be required, for Vitest cannot be. Please use "import" instead.',
  );
});

test("package.json can be required", async () => {
  const { version } = require("../../package.json");
  expect(await print(project, 'console.log(require("mock-state-store/package.json").version)')).toBe(version);
});
