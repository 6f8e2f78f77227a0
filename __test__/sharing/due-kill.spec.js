const { dueRounds } = require("./due-rounds.js");
const { useFolder } = require("../support/folder.js");

/** More of them, with a seed of one's own: `node __test__/sharing/due-rounds.js --rounds 500 --seed 42`. */
const ROUNDS = 60;

describe("processes that are killed while changes come due", () => {
  const folder = useFolder();

  it("lose none, make none twice and none out of order", async () => {
    const { rounds, scheduled, doneInOrder } = await dueRounds({ rounds: ROUNDS, seed: "spec", folder: folder() });
    expect(rounds).toBe(ROUNDS);
    expect(scheduled).toBeGreaterThan(ROUNDS);
    expect(doneInOrder).toBeGreaterThan(ROUNDS);
  });
});
