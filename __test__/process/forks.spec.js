const { runInChild } = require("../support/child.js");

/** Makes forks of a large account, drops them, and reports how much memory each took and how much is left. */
async function measure({ MockStateStore }, count) {
  const parameters = {};
  for (let number = 0; number < 20_000; number += 1) {
    parameters[`/large/${number}`] = { value: `${number}`, type: "String", lastModified: "" };
  }
  const store = new MockStateStore();
  await store.patchState({ ssm: { parameters } });
  await store.getAllParameters();
  const settle = async () => {
    for (let pass = 0; pass < 5; pass += 1) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return process.memoryUsage().rss;
  };
  let forks = [];
  const round = async () => {
    for (let number = 0; number < count; number += 1) {
      const fork = await (await store.fork()).fork();
      await fork.setParameter("/large/0", "changed");
      if ((await fork.getParameter("/large/1")) !== "1") throw new Error("a fork lacks a parameter");
      forks.push(fork);
    }
  };
  await round();
  const before = await settle();
  await round();
  const each = ((await settle()) - before) / count;
  const start = await settle();
  for (let times = 0; times < 10; times += 1) {
    forks = [];
    await settle();
    await round();
    await round();
  }
  return { each, grown: (await settle()) - start };
}

describe("thousands of forks", () => {
  it("take little memory each, and none once they are dropped", async () => {
    const { result } = await runInChild(measure, [1000], { flags: ["--expose-gc"] });
    // Two stores, the documents that one of them has read, and the path to the one that it has changed.
    expect(result.each).toBeLessThan(60_000);
    expect(result.grown).toBeLessThan(30_000_000);
  });
});
