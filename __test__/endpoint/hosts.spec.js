const { recordRequests } = require("../support/dispatch.js");
const { exchange, send, useEndpoints } = require("../support/endpoints.js");

const start = useEndpoints();
const requests = recordRequests();

async function statusFor(endpoint, headers) {
  const { status } = await send(endpoint, { headers });
  return status;
}

test.each(["localhost", "LOCALHOST", "localhost.", "bucket.localhost", "127.0.0.1", "127.9.8.7", "[::1]"])(
  "the host %s is answered, with a port and without",
  async (host) => {
    const endpoint = await start();
    expect(await statusFor(endpoint, { host })).toBe(200);
    expect(await statusFor(endpoint, { host: `${host}:${endpoint.port}` })).toBe(200);
  },
);

test.each([
  "example.com",
  "localhost.example.com",
  "127.0.0.1.example.com",
  "notlocalhost",
  "128.0.0.1",
  "0.0.0.0",
  "[::2]",
  "127.0.0.1@example.com",
])("the host %o is refused before anything happens", async (host) => {
  const { status, text, headers } = await send(await start(), { headers: { host } });
  expect(status).toBe(403);
  expect(headers["x-amzn-errortype"]).toBe("AccessDeniedException");
  expect(JSON.parse(text).message).toMatch(/is not allowed: name it in "allowedHosts"/);
  expect(requests).toEqual([]);
});

test("hosts that are allowed are answered, whatever their case and port", async () => {
  const endpoint = await start({ allowedHosts: ["Mock", "fd00::1"] });
  for (const host of ["mock", "MOCK:80", "[fd00::1]:80"]) expect(await statusFor(endpoint, { host })).toBe(200);
  expect(await statusFor(endpoint, { host: "mock.example.com" })).toBe(403);
});

test("a request without a host is refused", async () => {
  const endpoint = await start();
  expect(await exchange(endpoint, "GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
  expect(await exchange(endpoint, "GET / HTTP/1.0\r\nHost:\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
});

test("a target that is a URL names the host", async () => {
  const endpoint = await start();
  const ask = (url) => exchange(endpoint, `GET ${url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(await ask("http://example.com/a")).toMatch(/^HTTP\/1\.1 403 /);
  expect(await ask("http://localhost/a?b")).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask("http://localhost")).toMatch(/^HTTP\/1\.1 200 /);
  expect(requests.map(({ target }) => target)).toEqual(["/a?b", "/"]);
});

test("pages of other sites are refused, and those of its own are not", async () => {
  const endpoint = await start();
  const host = `localhost:${endpoint.port}`;
  const refused = [
    { origin: "http://example.com" },
    { origin: "null" },
    { origin: `https://${host}` },
    { origin: "http://localhost:3000" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "unheard-of" },
  ];
  for (const headers of refused) expect(await statusFor(endpoint, { host, ...headers })).toBe(403);
  expect(requests).toEqual([]);
  const answered = [{ origin: `http://${host}` }, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }];
  for (const headers of answered) expect(await statusFor(endpoint, { host, ...headers })).toBe(200);
});

test("no answer lets the page of another site read it", async () => {
  const endpoint = await start();
  const { headers } = await send(endpoint, { method: "OPTIONS", headers: { origin: "http://example.com" } });
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});
