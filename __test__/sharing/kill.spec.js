const { killRounds } = require("./kill-rounds.js");
const { useFolder } = require("../support/folder.js");

/** More of them, with a seed of one's own: `node __test__/sharing/kill-rounds.js --rounds 5000 --seed 42`. */
const ROUNDS = 200;

describe("processes that are killed", () => {
  const folder = useFolder();

  it("leave everything that was acknowledged, in order, and nothing else", async () => {
    const { rounds, acknowledged } = await killRounds({ rounds: ROUNDS, seed: "spec", folder: folder() });
    expect(rounds).toBe(ROUNDS);
    expect(acknowledged).toBeGreaterThan(ROUNDS);
  });
});
