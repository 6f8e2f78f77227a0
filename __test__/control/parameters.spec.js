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
