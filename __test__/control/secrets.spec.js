const { MockStateStore } = require("mock-state-store");
const { openEvents } = require("../support/event-source.js");
const { useControl } = require("../support/control.js");

const start = useControl();

const NAME = "/minecraft/gdrive-token";
const SECRET = "hunter2";

/** A store with a secret wherever one can be. */
async function storeWithSecrets() {
  const store = new MockStateStore();
  await store.snapshot("before");
  await store.setParameter(NAME, SECRET, "SecureString");
  const lastModified = "2026-01-29T10:00:00.000Z";
  const later = { value: SECRET, type: "SecureString", lastModified };
  await store.schedule(60_000, { ssm: { parameters: { "/later": later } } });
  await store.patchState({ ssm: { parameterHistory: { [`${NAME}:1`]: later } } });
  await store.patchState({ cloudformation: { parameters: { P: SECRET, Q: "plain" }, noEcho: ["P"] } });
  await store.snapshot("after");
  await store.setParameter(NAME, `${SECRET}!`, "SecureString");
  return store;
}

test.each([
  "/state",
  "/state/ssm/parameters",
  `/state/ssm/parameters/${encodeURIComponent(NAME)}`,
  `/state/ssm/parameters/${encodeURIComponent(NAME)}/value`,
  "/state/ssm/parameterHistory",
  "/state/cloudformation",
  "/state/cloudformation/parameters",
  "/state/cloudformation/parameters/P",
  "/parameters",
  `/parameters?name=${NAME}`,
  "/scheduled",
  "/snapshots/before/diff",
  "/snapshots/after/diff",
  "/snapshots/before/diff?to=after",
])("GET %s masks them unless they are asked for", async (path) => {
  const { get } = await start({ store: await storeWithSecrets() });
  const masked = JSON.stringify(await get(path));
  expect(masked).not.toContain(SECRET);
  expect(masked).toContain('"***"');
  expect(JSON.stringify(await get(`${path}${path.includes("?") ? "&" : "?"}secrets=show`))).toContain(SECRET);
});

test("so do events", async () => {
  const store = await storeWithSecrets();
  const { endpoint } = await start({ store });
  for (const [query, value] of [
    ["?since=0", "***"],
    ["?since=0&secrets=show", `${SECRET}!`],
  ]) {
    const events = await openEvents(`${endpoint.url}/_mock/events${query}`);
    const { data } = await events.next("change");
    expect(data.entries.find(({ name }) => name === NAME).value.value).toBe(value);
    expect(JSON.stringify(data).includes(SECRET)).toBe(query.includes("show"));
    events.close();
  }
});

test("a diff has no parameter of a stack, alone or with the others", async () => {
  const store = await storeWithSecrets();
  const { get } = await start({ store });
  await store.patchState({ cloudformation: { parameters: { P: `${SECRET}!`, Q: "plain" } } });
  const operations = await get("/snapshots/after/diff");
  expect(operations).toContainEqual({ op: "replace", path: "/cloudformation/parameters/P", value: "***" });
  const all = await get("/snapshots/before/diff");
  expect(all).toContainEqual({ op: "add", path: "/cloudformation/parameters", value: { P: "***", Q: "***" } });
});

test("a diff shows what is no secret", async () => {
  const store = await storeWithSecrets();
  await store.setParameter("/minecraft/player-count", "3");
  const { get } = await start({ store });
  const operations = await get("/snapshots/before/diff");
  expect(operations).toContainEqual({
    op: "replace",
    path: "/ssm/parameters/~1minecraft~1player-count/value",
    value: "3",
  });
});

test("asking in another way is refused", async () => {
  const { ask } = await start();
  expect((await ask("GET", "/state?secrets=true")).status).toBe(400);
  expect((await ask("GET", "/state?secret=show")).body.error.message).toContain('did you mean "secrets"?');
});
