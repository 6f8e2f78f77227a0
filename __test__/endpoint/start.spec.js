const { answerWith, recordRequests } = require("../support/dispatch.js");
const net = require("node:net");
const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
const { MockStateStore, getMockStateStore, resetMockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { send, useEndpoints } = require("../support/endpoints.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { copyPackage } = require("../support/package.js");
const { recordWarnings } = require("../support/warnings.js");

const start = useEndpoints();
const folder = useFolder();
const warnings = recordWarnings();
const requests = recordRequests();

afterEach(resetMockStateStore);

test("an endpoint tells where it is and what a child process needs", async () => {
  const { url, port, env } = await start();
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(env).toEqual({
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "mock",
    AWS_SECRET_ACCESS_KEY: "mock",
    AWS_EC2_METADATA_DISABLED: "true",
  });
});

test("a client of the AWS SDK reaches it", async () => {
  const result = "<GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult>";
  answerWith(() => ({ body: `<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>` }));
  const { url, env } = await start();
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY };
  const client = new STSClient({ endpoint: url, region: env.AWS_REGION, credentials });
  expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({ Account: "1" });
  client.destroy();
  expect(requests).toMatchObject([{ method: "POST", target: "/", headers: { "amz-sdk-request": "attempt=1; max=3" } }]);
  expect(Buffer.from(requests[0].body).toString()).toContain("Action=GetCallerIdentity");
});

test("by default it is the store of getMockStateStore() at each request", async () => {
  const endpoint = await start({ store: undefined });
  getMockStateStore({ commandHistoryLimit: 5 });
  await send(endpoint);
  resetMockStateStore();
  await send(endpoint);
  expect(requests[1].engine).not.toBe(requests[0].engine);
});

test("a second call for the same store and port gives the endpoint that is there", async () => {
  const store = new MockStateStore();
  const endpoint = await start({ store });
  expect(await startEndpoint({ store, port: endpoint.port })).toBe(endpoint);
  expect(warnings).toEqual([]);
});

test("so does one that is made at the same time, or names the store of getMockStateStore()", async () => {
  const { port } = await start();
  const taken = await new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => resolve(server));
  });
  const free = taken.address().port;
  await new Promise((resolve) => taken.close(resolve));
  expect(free).not.toBe(port);
  const starting = [startEndpoint({ port: free }), startEndpoint({ port: free })];
  const [first, second] = await Promise.all(starting);
  expect(second).toBe(first);
  expect(await startEndpoint({ port: free, store: getMockStateStore() })).toBe(first);
  await first.close();
});

test("so does one of another copy of the package", async () => {
  copyPackage(folder("copy"));
  const copy = require(folder("copy", "aws.js"));
  const endpoint = await start({ store: undefined });
  expect(await copy.startEndpoint({ port: endpoint.port })).toBe(endpoint);
});

test("another host or other allowed hosts on the second call are a warning", async () => {
  const store = new MockStateStore();
  const { port } = await start({ store });
  await startEndpoint({ store, port, allowedHosts: ["mock"] });
  expect(warnings).toMatchObject([{ code: "ERR_OPTIONS_IGNORED" }]);
});

test("port 0 is another port each time", async () => {
  const store = new MockStateStore();
  const endpoints = await Promise.all([start({ store }), start({ store })]);
  expect(endpoints[1].port).not.toBe(endpoints[0].port);
});

test("a port that somebody else has rejects, and is free for the next call when they leave", async () => {
  const other = await start();
  const store = new MockStateStore();
  const error = await rejection(() => start({ store, port: other.port }));
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ code: "EADDRINUSE", port: other.port });
  expect(error.message).toContain(String(other.port));
  await other.close();
  expect((await start({ store, port: other.port })).port).toBe(other.port);
});

test("an endpoint that has been closed can be started anew", async () => {
  const store = new MockStateStore();
  const closed = await start({ store });
  await closed.close();
  const endpoint = await start({ store, port: closed.port });
  expect(endpoint).not.toBe(closed);
  expect((await send(endpoint)).status).toBe(200);
});

test.each([
  ["::1", "[::1]"],
  ["0.0.0.0", "127.0.0.1"],
  ["localhost", "localhost"],
])("the URL of host %s names %s", async (host, name) => {
  const endpoint = await start({ host });
  expect(endpoint.url).toBe(`http://${name}:${endpoint.port}`);
  expect((await fetch(endpoint.url)).status).toBe(200);
});

test.each([
  ["options", null, "ERR_INVALID_ARG_TYPE"],
  ["options.store", { store: {} }, "ERR_INVALID_ARG_TYPE"],
  ["options.port", { port: "4566" }, "ERR_INVALID_ARG_TYPE"],
  ["options.port", { port: 65_536 }, "ERR_INVALID_ARG_VALUE"],
  ["options.port", { port: 1.5 }, "ERR_INVALID_ARG_VALUE"],
  ["options.host", { host: null }, "ERR_INVALID_ARG_TYPE"],
  ["options.host", { host: "http://localhost" }, "ERR_INVALID_ARG_VALUE"],
  ["options.allowedHosts", { allowedHosts: "mock" }, "ERR_INVALID_ARG_TYPE"],
  ["options.allowedHosts[1]", { allowedHosts: ["mock", 5] }, "ERR_INVALID_ARG_TYPE"],
  ["options.setEnvironment", { setEnvironment: 1 }, "ERR_INVALID_ARG_TYPE"],
])("a wrong %s rejects: %o", async (name, options, code) => {
  const error = await rejection(() => startEndpoint(options));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.code).toBe(code);
  expect(error.message).toContain(`The "${name}" argument must be `);
});

test("a misspelt option is a warning that names the nearest", async () => {
  await start({ allowHosts: [] });
  expect(warnings).toEqual([
    {
      code: "ERR_UNKNOWN_OPTION",
      message: 'Unknown option "allowHosts" of startEndpoint; did you mean "allowedHosts"?',
    },
  ]);
});
