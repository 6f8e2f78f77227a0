const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

const FOREIGN = [
  { host: "example.com" },
  { host: "127.0.0.1.example.com" },
  { origin: "http://example.com" },
  { origin: "http://localhost:3000" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
];

test.each(FOREIGN)("what a foreign page sends is refused before anything happens: %o", async (headers) => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  const requests = [
    ["GET", "/state"],
    ["GET", "/events"],
    ["POST", "/reset"],
    ["PATCH", "/state", { backups: [] }],
  ];
  for (const [method, path, body] of requests) {
    const answer = await ask(method, path, body, headers);
    expect([answer.status, answer.body.error.code]).toEqual([403, "ERR_FORBIDDEN"]);
  }
  expect(await store.revision()).toBe(0);
});

test("hosts that are allowed are answered", async () => {
  const { ask } = await start({ allowedHosts: ["mock"] });
  expect((await ask("GET", "/status", undefined, { host: "mock:4566" })).status).toBe(200);
});

test("a script in a name goes out as JSON that no browser takes for a page", async () => {
  const name = "<script>alert(1)</script>";
  const store = new MockStateStore();
  await store.setParameter(name, name);
  const { ask } = await start({ store });
  const answers = [
    await ask("GET", "/parameters"),
    await ask("GET", `/parameters?name=${encodeURIComponent(`${name}!`)}`),
    await ask("GET", `/${encodeURIComponent(name)}`),
  ];
  for (const { headers, body } of answers) {
    expect(JSON.stringify(body)).toContain(name);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
  }
});

test("no answer lets the page of another origin read it", async () => {
  const { ask } = await start();
  const { headers } = await ask("OPTIONS", "/state", undefined, { "access-control-request-method": "PATCH" });
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});
