const { answerWith, recordRequests } = require("../support/dispatch.js");
const http = require("node:http");
const { connect, exchange, send, useEndpoints } = require("../support/endpoints.js");
const { until } = require("../support/until.js");

const start = useEndpoints();
const requests = recordRequests();

const HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\n";
const bodies = () => requests.map(({ body }) => body && Buffer.from(body).toString());

test("a request goes to the dispatcher as it came, and the answer to the client", async () => {
  answerWith(() => ({ statusCode: 400, headers: { "x-amzn-requestid": "1" }, body: "é" }));
  const { status, headers, text } = await send(await start(), {
    method: "PUT",
    path: "/a%20b?c=%2F&d",
    headers: { "X-Amz-Target": "T" },
    body: "é",
  });
  expect([status, headers["x-amzn-requestid"], headers["content-length"], text]).toEqual([400, "1", "2", "é"]);
  expect(requests).toMatchObject([{ method: "PUT", target: "/a%20b?c=%2F&d", headers: { "x-amz-target": "T" } }]);
  expect(bodies()).toEqual(["é"]);
});

test("a connection serves one request after another", async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const opened = vi.spyOn(agent, "createConnection");
  const endpoint = await start();
  for (let n = 0; n < 3; n++) expect((await send(endpoint, { agent, body: String(n) })).status).toBe(200);
  expect(opened).toHaveBeenCalledOnce();
  expect(bodies()).toEqual(["0", "1", "2"]);
  agent.destroy();
});

test("requests that do not wait for the answers are answered in order", async () => {
  answerWith(async ({ body }) => {
    if (String.fromCharCode(...body) === "1") await new Promise((resolve) => setTimeout(resolve, 20));
    return { body: `<${Buffer.from(body)}>` };
  });
  const text = await exchange(
    await start(),
    `${HEAD}Content-Length: 1\r\n\r\n1${HEAD}Connection: close\r\nContent-Length: 1\r\n\r\n2`,
  );
  expect(text.match(/<.>/g)).toEqual(["<1>", "<2>"]);
});

test("a chunked body is put together", async () => {
  await exchange(
    await start(),
    `${HEAD}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
  );
  expect(bodies()).toEqual(["abcde"]);
});

test("a client that asks first whether it may send is told yes", async () => {
  const { socket, text, closed } = connect(await start());
  socket.write(`${HEAD}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
  await until(() => text() === "HTTP/1.1 100 Continue\r\n\r\n");
  socket.write("ab");
  expect(await closed).toMatch(/HTTP\/1\.1 200 /);
  expect(bodies()).toEqual(["ab"]);
});

test("HEAD gets the headers of the answer and no body, and 204 no length", async () => {
  const endpoint = await start();
  expect(await send(endpoint, { method: "HEAD" })).toMatchObject({ text: "", headers: { "content-length": "6" } });
  answerWith(() => ({ statusCode: 204, body: "" }));
  expect((await send(endpoint)).headers).not.toHaveProperty("content-length");
});

test("an offer of another protocol is ignored", async () => {
  const { status } = await send(await start(), { headers: { connection: "upgrade", upgrade: "h2c" } });
  expect(status).toBe(200);
});

test("it is no proxy", async () => {
  const answer = await exchange(await start(), "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
});

test.each([
  ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["two lengths", `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
  ["a length and chunks", `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ["a broken chunk", `${HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`],
  ["no target", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
  ["no host", "GET / HTTP/1.1\r\n\r\n"],
])("%s is a bad request", async (_, text) => {
  const answer = await exchange(await start(), text);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toMatch(/\n\s+at /);
  expect(requests).toEqual([]);
});

test("garbage after a request does not take its answer away from others", async () => {
  const endpoint = await start();
  await exchange(endpoint, `${HEAD}Content-Length: 0\r\n\r\n\x00garbage`);
  expect((await send(endpoint)).status).toBe(200);
});

test("1,000 requests at once are all answered", async () => {
  answerWith(({ body }) => ({ body: Buffer.from(body).toString() }));
  const endpoint = await start();
  const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => send(endpoint, { agent, body: String(n) })));
  expect(answers.map(({ text }) => Number(text))).toEqual(Array.from({ length: 1000 }, (_, n) => n));
});
