const FACTOR = Number(process.env.TEST_EFFORT ?? 1);

/** How often something is repeated: `count` times in `npm test`, more often by `TEST_EFFORT=10`. */
const repeated = (count) => Math.ceil(count * FACTOR);

module.exports = { repeated };
