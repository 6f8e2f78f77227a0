const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
const { awsClientConfig } = require("mock-state-store/aws");
const { MockStateStore, resetMockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { rejection, thrown } = require("../support/errors.js");
const { copyPackage } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

afterEach(resetMockStateStore);

test("a client of the AWS SDK is answered in process", async () => {
  const client = new STSClient({ ...awsClientConfig(new MockStateStore()) });
  expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({ Account: "123456789012" });
});

test("a store that has been closed rejects", async () => {
  const store = new MockStateStore();
  const client = new STSClient(awsClientConfig(store));
  await store.close();
  expect(await rejection(() => client.send(new GetCallerIdentityCommand()))).toMatchObject({ code: "ERR_CLOSED" });
});

test("the store may be of another copy of the package", async () => {
  const other = require(copyPackage(folder("copy")));
  const client = new STSClient(awsClientConfig(new other.MockStateStore()));
  expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({ Account: "123456789012" });
});

test.each([null, {}, "store"])("%o is no store", (value) => {
  const error = thrown(() => awsClientConfig(value));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
  expect(error.message).toMatch(/^The "store" argument must be an instance of MockStateStore\. Received /);
});

test("region and credentials need no store", async () => {
  const { result } = await runInChild(() => {
    const { region, credentials } = require("mock-state-store/aws").awsClientConfig();
    const binaries = process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node"));
    return { region, credentials, binaries };
  });
  expect(result).toEqual({
    region: "us-east-1",
    credentials: { accessKeyId: "mock", secretAccessKey: "mock" },
    binaries: [],
  });
});
