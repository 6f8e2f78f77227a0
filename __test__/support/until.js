const { realSetTimeout } = require("./timers.js");

const DEADLINE_MS = 30_000;

/** Resolves to the first truthy answer of `condition`, which is asked until a deadline, fake timers or not. */
async function until(condition, what = String(condition)) {
  for (let waited = 0; waited < DEADLINE_MS; waited += 5) {
    const answer = await condition();
    if (answer) return answer;
    await new Promise((resolve) => realSetTimeout(resolve, 5));
  }
  throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
}

module.exports = { until };
