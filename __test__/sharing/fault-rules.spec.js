const { account } = require("../support/aws.js");
const { crew } = require("../support/crew.js");
const { useFolder } = require("../support/folder.js");

const folder = useFolder();
const helper = require.resolve("../support/aws.js");

/** Makes calls that other processes make too, and resolves to the codes of those that failed. */
async function callALot(_module, barrier, persistencePath, helper, calls) {
  const { store, ssm } = require(helper).account({ enablePersistence: true, persistencePath }, { maxAttempts: 1 });
  await store.getParameter("");
  await barrier("open");
  const call = () => ssm.getParameter({ Name: "/minecraft/player-count" });
  const outcomes = await Promise.allSettled(Array.from({ length: calls }, call));
  await barrier("called");
  await store.close();
  return outcomes.flatMap(({ reason }) => reason?.name ?? []);
}

function open() {
  return account({ enablePersistence: true, persistencePath: folder("state.json") }, { maxAttempts: 1 });
}

/** The codes of all calls that failed, of so many calls of each of some processes. */
async function failures(processes, calls, round = "") {
  const lists = Array(processes).fill([folder("state.json"), helper, calls]);
  return (await crew("processes", folder(`crew${round}`), callALot, lists)).flat();
}

test("of 1,000 calls by four processes, a rule hits as often as it may", async () => {
  const { store } = open();
  await store.addFault({ action: "ssm:*", times: 10, error: "Hit" });
  expect(await failures(4, 250)).toEqual(Array(10).fill("Hit"));
  const [{ hits }] = await store.getFaults();
  expect(hits).toBe(10);
  await store.close();
});

test("every n-th of the calls of all processes is hit", async () => {
  const { store } = open();
  await store.addFault({ action: "ssm:*", skip: 10, every: 5, error: "Hit" });
  expect(await failures(3, 30)).toHaveLength((3 * 30 - 10) / 5);
  expect((await store.getFaults())[0]).toMatchObject({ matched: 90, hits: 16 });
  await store.close();
});

test("processes share a bucket, and together get its burst, and then its rate", async () => {
  const { store } = open();
  await store.clock.freeze();
  await store.addFault({ action: "ssm:*", throttle: { ratePerSecond: 4, burst: 25 } });
  expect(await failures(2, 50, 1)).toEqual(Array(75).fill("ThrottlingException"));
  await store.clock.advance(3000);
  expect(await failures(2, 50, 2)).toEqual(Array(88).fill("ThrottlingException"));
  await store.close();
});
