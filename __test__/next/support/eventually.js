const { setTimeout: wait } = require("node:timers/promises");

const DEADLINE_MS = 60_000;

/** Resolves to the first truthy answer of `condition`, which is asked until a deadline. */
async function eventually(what, condition) {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    await wait(50);
  }
}

module.exports = { eventually };
