const { restoreRounds } = require("./restore-rounds.js");
const { useFolder } = require("../support/folder.js");

/** More of them, with a seed of one's own: `node __test__/sharing/restore-rounds.js --rounds 500 --seed 42`. */
const ROUNDS = 40;

describe("processes that are killed while they restore snapshots and apply scenarios", () => {
  const folder = useFolder();

  it("leave an account that is wholly one or another, and lose none that was acknowledged", async () => {
    const { rounds, acknowledged, killed } = await restoreRounds({ rounds: ROUNDS, seed: "spec", folder: folder() });
    expect(rounds).toBe(ROUNDS);
    expect(acknowledged).toBeGreaterThan(ROUNDS);
    expect(killed).toBeGreaterThan(ROUNDS / 2);
  });
});
