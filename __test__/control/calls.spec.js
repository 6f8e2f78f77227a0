const { account } = require("../support/aws.js");
const { useControl } = require("../support/control.js");

const start = useControl();

/** An endpoint of an account that has been called, and the calls. */
async function called(...names) {
  const { store, ssm, sts } = account();
  for (const Name of names) {
    if (Name === undefined) await sts.getCallerIdentity();
    else await ssm.putParameter({ Name, Value: "1", Type: "String" });
  }
  const control = await start({ store });
  return { ...control, store, calls: await store.calls() };
}

test("GET /calls lists the calls, and one by its id", async () => {
  const { get, calls } = await called("/a", "/b");
  expect(await get("/calls")).toEqual(calls);
  expect(await get(`/calls/${calls[1].id}`)).toEqual(calls[1]);
});

test.each([
  ["service=sts", [2]],
  ["operation=PutParameter", [0, 1, 3]],
  ["limit=2", [2, 3]],
  ["limit=0", []],
  ["operation=PutParameter&limit=1", [3]],
])("%s chooses some", async (query, chosen) => {
  const { get, calls } = await called("/a", "/b", undefined, "/c");
  expect(await get(`/calls?${query}`)).toEqual(chosen.map((index) => calls[index]));
});

test("after and since choose the later ones", async () => {
  const { get, calls, store } = await called("/a", undefined, "/c");
  expect(await get(`/calls?after=${calls[1].id}&service=ssm`)).toEqual([calls[2]]);
  expect(await get("/calls?after=forgotten")).toEqual(calls);
  expect(await get(`/calls?since=${store.clock.now() + 1}`)).toEqual([]);
  expect(await get("/calls?since=2000-01-01T00:00:00Z")).toEqual(calls);
});

test("a summary leaves out what can be large", async () => {
  const { get, calls } = await called("/a");
  const { input, output, ...rest } = calls[0];
  expect(await get("/calls?summary=true")).toEqual([rest]);
});

test.each(["limit=-1", "limit=x", "since=yesterday", "summary=yes", "sinse=1"])("%s is refused", async (query) => {
  const { ask } = await start();
  expect((await ask("GET", `/calls?${query}`)).status).toBe(400);
});

test("DELETE /calls forgets them, and no filter makes it forget a part", async () => {
  const { ask, get, calls } = await called("/a");
  expect((await ask("DELETE", "/calls?service=ssm")).status).toBe(400);
  expect(await get("/calls")).toEqual(calls);
  expect((await ask("DELETE", "/calls")).status).toBe(200);
  expect(await get("/calls")).toEqual([]);
  expect((await ask("GET", `/calls/${calls[0].id}`)).status).toBe(404);
});
