const { MockStateStore } = require("mock-state-store");
const { mockRoutes } = require("mock-state-store/next/routes");
const { runInChild } = require("../support/child.js");
const { thrown } = require("../support/errors.js");

const get = (routes, path, below) =>
  routes.GET(new Request(`http://localhost:3000${path}`), { params: Promise.resolve({ path: below }) });

afterEach(() => vi.unstubAllEnvs());

test("the path is that of the request without what the last folder stands for", async () => {
  const routes = mockRoutes({ store: new MockStateStore() });
  for (const prefix of ["/api/mock", "/docs/en/mock", ""]) {
    expect((await get(routes, prefix || "/", undefined)).status).toBe(200);
    expect((await get(routes, `${prefix}/state/instance`, ["state", "instance"])).status).toBe(200);
    expect((await get(routes, `${prefix}/state/instance/`, ["state", "instance"])).status).toBe(200);
  }
  const name = encodeURIComponent("/minecraft/player-count");
  expect((await get(routes, `/api/mock/parameters/${name}`, ["parameters", name])).status).toBe(200);
});

test("or the one that is given", async () => {
  const { GET } = mockRoutes({ store: new MockStateStore(), prefix: "/api/mock" });
  expect((await GET(new Request("http://localhost/api/mock/state"))).status).toBe(200);
});

test("in production everything is 404, without a body, and no store is made", async () => {
  const { result } = await runInChild(
    async () => {
      const { mockRoutes } = require("mock-state-store/next/routes");
      const routes = mockRoutes();
      const answers = [];
      for (const method of Object.keys(routes)) {
        const response = await routes[method](new Request("http://localhost/api/mock/state", { method }));
        answers.push(response.status, await response.text());
      }
      const binaries = process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node"));
      return { answers, binaries };
    },
    [],
    { env: { NODE_ENV: "production" } },
  );
  expect(result).toEqual({ answers: Array(5).fill([404, ""]).flat(), binaries: [] });
});

test("unless that is allowed", async () => {
  vi.stubEnv("NODE_ENV", "production");
  const routes = mockRoutes({ store: new MockStateStore(), allowProduction: true });
  expect((await get(routes, "/api/mock", undefined)).status).toBe(200);
});

test("foreign pages are refused", async () => {
  const { POST } = mockRoutes({ store: new MockStateStore() });
  const status = async (headers) =>
    (await POST(new Request("http://localhost:3000/api/mock/reset", { method: "POST", headers }), {})).status;
  expect(await status({ origin: "http://example.com" })).toBe(403);
  expect(await status({ host: "example.com" })).toBe(403);
});

test("a wrong option throws where the route is made", () => {
  expect(thrown(() => mockRoutes({ allowProduction: "yes" }))).toMatchObject({ code: "ERR_INVALID_ARG_TYPE" });
});

test("a signal that stops the process ends the streams, and the process", async () => {
  const ended = await runInChild(async ({ MockStateStore }) => {
    const { mockRoutes } = require("mock-state-store/next/routes");
    const { GET } = mockRoutes({ store: new MockStateStore() });
    const keepsAlive = setInterval(() => {}, 1000);
    const { body } = await GET(new Request("http://localhost/api/mock/events"), { params: { path: ["events"] } });
    const reader = body.getReader();
    await reader.read();
    process.kill(process.pid, "SIGTERM");
    while (!(await reader.read()).done);
    process.stdout.write("the stream has ended");
    void keepsAlive;
  }, []);
  expect(ended).toMatchObject({ signal: "SIGTERM", code: null });
});
