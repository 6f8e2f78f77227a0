const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

test("a snapshot is kept, compared, restored and deleted", async () => {
  const store = new MockStateStore();
  const { ask, get } = await start({ store });
  expect((await ask("PUT", "/snapshots/before")).status).toBe(201);
  expect((await ask("PUT", "/snapshots/before")).status).toBe(200);
  expect(await get("/snapshots")).toEqual([{ name: "before", takenAt: expect.any(String) }]);
  await store.setParameter("/a", "1");
  expect(await get("/snapshots/before/diff")).toMatchObject([{ op: "add", path: "/ssm/parameters/~1a" }]);
  await ask("PUT", "/snapshots/after%20it");
  expect(await get("/snapshots/after%20it/diff?to=before")).toEqual([{ op: "remove", path: "/ssm/parameters/~1a" }]);
  expect((await ask("POST", "/snapshots/before/restore")).status).toBe(200);
  expect(await store.getParameter("/a")).toBeNull();
  expect((await ask("DELETE", "/snapshots/before")).status).toBe(200);
  expect((await get("/snapshots")).map(({ name }) => name)).toEqual(["after it"]);
});

test("one that is not there is not found, and the nearest is named", async () => {
  const store = new MockStateStore();
  await store.snapshot("before");
  const { ask } = await start({ store });
  const wanted = [
    ["POST", "/snapshots/befor/restore"],
    ["DELETE", "/snapshots/befor"],
    ["GET", "/snapshots/befor/diff"],
    ["GET", "/snapshots/before/diff?to=befor"],
  ];
  for (const [method, path] of wanted) {
    const { status, body } = await ask(method, path);
    expect([status, body.error.message]).toEqual([404, 'There is no snapshot "befor"; did you mean "before"?']);
  }
});

test.each(["..%2F..%2Fetc%2Fpasswd", "%2E%2E", ".hidden", "a%00b", "a%5Cb", "-", "C%3A"])(
  "a name that is a path is refused: %s",
  async (name) => {
    const { ask } = await start();
    const { status, body } = await ask("PUT", `/snapshots/${name}`);
    expect([status, body.error.code]).toEqual([400, "ERR_INVALID_ARG_VALUE"]);
  },
);
