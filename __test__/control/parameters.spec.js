const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

test("a parameter is put, read and deleted by its name", async () => {
  const { ask, get } = await start();
  const path = `/parameters/${encodeURIComponent("/minecraft/motd")}`;
  expect(await ask("PUT", path, { value: "hello" })).toMatchObject({ status: 200, body: { revision: 1 } });
  expect(await get(path)).toMatchObject({ value: "hello", type: "String" });
  expect(Object.keys(await get("/parameters"))).toContain("/minecraft/motd");
  expect((await ask("DELETE", path)).status).toBe(200);
  expect((await ask("GET", path)).status).toBe(404);
});

test.each(["..", ".", "", "/a//b/", "a?b#c&d=e", "__proto__", "é\u0000\n", "%2F", "<script>alert(1)</script>"])(
  "any text can be the name: %j",
  async (name) => {
    const store = new MockStateStore();
    const { ask, get } = await start({ store });
    const path = `/parameters?name=${encodeURIComponent(name)}`;
    expect((await ask("PUT", path, { value: "1", type: "StringList" })).status).toBe(200);
    expect(await store.getParameter(name)).toBe("1");
    expect(await get(path)).toMatchObject({ value: "1", type: "StringList" });
    expect((await ask("DELETE", path)).status).toBe(200);
    expect(await store.getParameter(name)).toBeNull();
  },
);

test("one that is not there is not found, and the nearest is named", async () => {
  const { ask } = await start();
  for (const method of ["GET", "DELETE"]) {
    const { status, body } = await ask(method, "/parameters?name=/minecraft/player-cuont");
    expect([status, body.error.code]).toEqual([404, "ERR_NOT_FOUND"]);
    expect(body.error.message).toMatch(/did you mean "\/minecraft\/player-count"\?$/);
  }
});

test.each([
  [{ value: 5 }, "value"],
  [{ value: "a", type: "Secret" }, "type"],
  [{ vlaue: "a" }, "vlaue"],
  [["a"], "object"],
])("a wrong body is refused: %j", async (body, named) => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  const answer = await ask("PUT", "/parameters/a", body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toContain(named);
  expect(await store.revision()).toBe(0);
});

test("a name that is very long is compared with nothing", async () => {
  const store = new MockStateStore();
  await store.setParameter("a".repeat(1024 * 1024), "1");
  const { ask } = await start({ store });
  const { body } = await ask("GET", `/parameters/${"b".repeat(8000)}`);
  expect(body.error.message).not.toContain("did you mean");
});

test("parameters are listed by pages, with the beginning of each value", async () => {
  const { get } = await start({ store: new MockStateStore({ fixtures: "empty" }) });
  expect(await get("/parameter-list")).toEqual({ total: 0, parameters: [] });
  const store = new MockStateStore({ fixtures: "empty" });
  for (const name of ["/b", "/a", "/B/c", "/d"]) await store.setParameter(name, "v".repeat(300));
  await store.setParameter("/b/secret", "hunter2", "SecureString");
  const other = await start({ store });
  const { total, parameters } = await other.get("/parameter-list?search=b&skip=1&limit=2");
  expect(total).toBe(3);
  expect(parameters.map(({ name, value }) => [name, value.length])).toEqual([
    ["/b", 200],
    ["/b/secret", 3],
  ]);
});

test("the earlier versions of a parameter, and of no other", async () => {
  const store = new MockStateStore();
  const version = (value) => ({ value, type: "String", lastModified: "2026-01-29T10:00:00.000Z" });
  const parameterHistory = { "/a:10": version("ten"), "/a:9": version("nine"), "/a:b:1": version("other") };
  await store.patchState({ ssm: { parameterHistory } });
  const { get } = await start({ store });
  const history = await get("/parameter-history?name=/a");
  expect(history.map(({ version, value }) => [version, value])).toEqual([
    [9, "nine"],
    [10, "ten"],
  ]);
});

test("an area is answered also where it is empty", async () => {
  const { ask, get } = await start();
  expect(await get("/areas/stack")).toEqual({});
  expect(await get("/areas/stackEvent")).toEqual([]);
  expect(await get("/areas/commandResponses")).toBeNull();
  expect(await get("/areas/backups")).toHaveLength(3);
  expect((await ask("GET", "/areas/stak")).body.error.message).toContain("stack");
});
