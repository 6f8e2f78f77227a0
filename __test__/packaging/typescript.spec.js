const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { makeProject, root, run } = require("./support.js");

const PROGRAM = `
import {
  getMockStateStore, MockStateStore, MockStateStoreError, resetMockStateStore, ServerState,
  type BlockDeviceMapping, type CostPeriod, type MockBackup, type MockCloudFormationStack, type MockCostData,
  type MockFaultInjection, type MockInstanceState, type MockSSMCommand, type MockSSMParameter, type MockState,
  type MockStateStoreOptions, type OperationFailureConfig, type Register,
} from "mock-state-store";
import {
  awsClientConfig, startEndpoint, type AwsClientConfig, type AwsHandlerOptions, type AwsHttpRequest,
  type AwsHttpResponse, type AwsRequestHandler, type EndpointOptions, type MockEndpoint,
} from "mock-state-store/aws";
import { controlApi, type ControlApiOptions } from "mock-state-store/control";
import { withMockStateStore } from "mock-state-store/next";
import { mockRoutes, type MockRouteHandler, type MockRoutes, type MockRoutesOptions } from "mock-state-store/next/routes";

const options: MockStateStoreOptions = { commandHistoryLimit: 10 };
export const instance: Promise<MockInstanceState> = getMockStateStore(options).getInstance();
export const stopped: "stopped" = ServerState.Stopped;
export const client: AwsClientConfig = awsClientConfig(getMockStateStore());
export const endpoint: Promise<MockEndpoint> = startEndpoint({ port: 0 });
export const handle: (request: Request) => Promise<Response> = controlApi({ prefix: "/mock" });
export const { GET, POST, PUT, PATCH, DELETE } = mockRoutes({ allowProduction: false });
export const config = withMockStateStore({ reactStrictMode: true });
`;

const folder = useFolder();

test.each([
  { module: "node16", file: "program.mts" },
  { module: "node16", file: "program.cts" },
  { module: "nodenext", file: "program.mts" },
  { module: "esnext", moduleResolution: "bundler", file: "program.ts" },
])("TypeScript finds every name: %o", async ({ file, ...resolution }) => {
  const project = await makeProject(folder());
  fs.symlinkSync(path.join(root, "node_modules/@types"), path.join(project, "node_modules/@types"), "junction");
  fs.writeFileSync(path.join(project, file), PROGRAM);
  const compilerOptions = {
    ...resolution,
    target: "es2022",
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ["node"],
  };
  fs.writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  expect(await run("node", [tsc, "--project", "."], { cwd: project })).toMatchObject({ code: 0, output: "" });
});
