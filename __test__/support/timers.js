/** The API of the test runner: Jest's `jest` or Vitest's `vi`. */
const runner = typeof jest === "undefined" ? vi : jest;

/** The realm's own function, taken before any faking. */
const { setTimeout: realSetTimeout } = globalThis;

/** The runner's fake timers, for a spec file: real ones are back after each test. */
function fakeTimers() {
  afterEach(() => {
    runner.useRealTimers();
  });
  return {
    /** Fakes `Date` and the timers, from the given moment on. */
    useFakeTimers: (now) => runner.useFakeTimers({ now: new Date(now) }),
    setNow: (now) => runner.setSystemTime(new Date(now)),
    advance: (ms) => runner.advanceTimersByTimeAsync(ms),
  };
}

module.exports = { fakeTimers, realSetTimeout, runner };
