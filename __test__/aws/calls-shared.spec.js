const { MockStateStore } = require("mock-state-store");
const { account, clientsOf } = require("../support/aws.js");
const { runInChild } = require("../support/child.js");
const { crew } = require("../support/crew.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();

const options = () => ({ enablePersistence: true, persistencePath: folder("state.json") });

test.each(["processes", "threads"])("other %s see them, in one order", async (kind) => {
  const { store, sts } = account(options());
  await sts.getCallerIdentity();
  const arguments_ = [folder("state.json"), require.resolve("../support/aws.js")];
  const seen = await crew(kind, folder(), callAndLook, Array(3).fill(arguments_));
  const own = (await store.calls()).map(({ id }) => id);
  expect(own).toHaveLength(4);
  for (const { ids, pid } of seen) {
    expect(ids).toEqual(own);
    expect(pid === process.pid).toBe(kind === "threads");
  }
  await store.close();
});

async function callAndLook(_module, barrier, persistencePath, helper) {
  const { store, sts } = require(helper).account({ enablePersistence: true, persistencePath });
  await sts.getCallerIdentity();
  await barrier("called");
  const ids = (await store.calls()).map(({ id }) => id);
  await barrier("looked");
  await store.close();
  return { ids, pid: process.pid };
}

test("another process clears them", async () => {
  const { store, sts } = account(options());
  await sts.getCallerIdentity();
  const clear = async ({ MockStateStore }, persistencePath) => {
    const other = new MockStateStore({ enablePersistence: true, persistencePath });
    await other.clearCalls();
    await other.close();
  };
  expect((await runInChild(clear, [folder("state.json")])).code).toBe(0);
  expect(await store.calls()).toEqual([]);
  await store.close();
});

test("they are gone with the last process", async () => {
  const first = account(options());
  await first.sts.getCallerIdentity();
  const second = clientsOf(new MockStateStore(options()));
  expect(await second.store.calls()).toHaveLength(1);
  await first.store.close();
  expect(await second.store.calls()).toHaveLength(1);
  await second.store.close();
  const { store } = account(options());
  expect(await store.calls()).toEqual([]);
  await store.close();
});
