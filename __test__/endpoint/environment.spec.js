const { MockStateStore } = require("mock-state-store");
const { useEndpoints } = require("../support/endpoints.js");

const start = useEndpoints();

const NAMES = ["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_SESSION_TOKEN"];
const values = () => Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
let before;

beforeEach(() => {
  before = { ...process.env };
  for (const name of NAMES) delete process.env[name];
});
afterEach(() => {
  process.env = before;
});

test("setEnvironment makes clients of this process find the endpoint until it is closed", async () => {
  process.env.AWS_REGION = "eu-west-1";
  process.env.AWS_PROFILE = "work";
  const endpoint = await start({ setEnvironment: true });
  expect(process.env).toMatchObject(endpoint.env);
  expect(process.env.AWS_PROFILE).toBeUndefined();
  await endpoint.close();
  expect(values()).toEqual({ AWS_REGION: "eu-west-1", AWS_PROFILE: "work" });
});

test("without it nothing is set", async () => {
  await start();
  expect(values()).toEqual({});
});

test("a second call can ask for it", async () => {
  const store = new MockStateStore();
  const { port, url } = await start({ store });
  const endpoint = await start({ store, port, setEnvironment: true });
  expect(process.env.AWS_ENDPOINT_URL).toBe(url);
  await endpoint.close();
  expect(values()).toEqual({});
});

test("with several endpoints the last one that is there counts, in whatever order they are closed", async () => {
  process.env.AWS_ENDPOINT_URL = "http://before";
  const endpoints = [];
  for (let n = 0; n < 3; n++) endpoints.push(await start({ setEnvironment: true }));
  const [first, second, third] = endpoints;
  await second.close();
  expect(process.env.AWS_ENDPOINT_URL).toBe(third.url);
  await third.close();
  expect(process.env.AWS_ENDPOINT_URL).toBe(first.url);
  await first.close();
  expect(process.env.AWS_ENDPOINT_URL).toBe("http://before");
});

test("what others have set meanwhile is left alone", async () => {
  const endpoint = await start({ setEnvironment: true });
  process.env.AWS_REGION = "eu-west-1";
  await endpoint.close();
  expect(values()).toEqual({ AWS_REGION: "eu-west-1" });
});

test("what would go before it is taken away", async () => {
  process.env.AWS_ENDPOINT_URL_EC2 = "http://elsewhere";
  process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "true";
  const endpoint = await start({ setEnvironment: true });
  expect(process.env.AWS_ENDPOINT_URL_EC2).toBeUndefined();
  expect(process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS).toBeUndefined();
  await endpoint.close();
  expect(process.env.AWS_ENDPOINT_URL_EC2).toBe("http://elsewhere");
});

test("a further call sets what others have changed", async () => {
  const store = new MockStateStore();
  const { port, url } = await start({ store, setEnvironment: true });
  process.env.AWS_ENDPOINT_URL = "http://elsewhere";
  const endpoint = await start({ store, port, setEnvironment: true });
  expect(process.env.AWS_ENDPOINT_URL).toBe(url);
  await endpoint.close();
  expect(process.env.AWS_ENDPOINT_URL).toBe("http://elsewhere");
});
