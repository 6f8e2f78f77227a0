const { DueLedger } = require("./due-ledger.js");

const START = { revision: 0, scheduled: [], done: [] };
const scheduled = (revision, ...entries) => ({ revision, scheduled: entries, done: [] });
const done = (revision, ...numbers) => ({ revision, scheduled: [], done: numbers });

describe("the ledger of changes that come due", () => {
  let ledger;
  beforeEach(() => {
    ledger = new DueLedger();
  });

  it("accepts each change made once and in order, also what was not acknowledged", () => {
    const heard = [scheduled(1, ["2", "b"]), scheduled(2, ["1", "a"]), done(3, "a"), done(4, "b")];
    expect(ledger.add(START, [{ number: "b", id: "2" }, ...heard, ...heard])).toEqual([]);
    expect(ledger.check({ scheduled: [], done: ["a", "b"] })).toEqual([]);
    ledger.remove(["a", "b"]);
    expect(ledger.check({ scheduled: [["3", "c"]], done: [] })).toEqual([]);
    expect(ledger.doneInOrder).toBe(2);
  });

  it("finds one that is lost", () => {
    ledger.add(START, [{ number: "a", id: "1" }]);
    expect(ledger.check({ scheduled: [["2", "b"]], done: [] })).toEqual(["a is lost"]);
  });

  it("finds one that is made twice, or is to be", () => {
    ledger.check({ scheduled: [], done: ["a", "b"] });
    expect(ledger.check({ scheduled: [["1", "a"]], done: ["a"] })).toEqual(["a is done, and is to be once more"]);
    ledger.remove(["b"]);
    expect(ledger.check({ scheduled: [], done: ["b"] })).toEqual(["b is done twice"]);
    expect(ledger.add({ ...START, scheduled: [["1", "c"]] }, [done(1, "c"), done(2, "c")])).toHaveLength(1);
  });

  it("finds one that is made before another that is due first", () => {
    const start = { ...START, scheduled: [["2", "b"]] };
    const problems = ledger.add(start, [scheduled(1, ["1", "a"]), done(2, "b")]);
    expect(problems).toEqual(["at 2, b is done, though a is due first"]);
  });

  it("finds two processes that have heard of different changes", () => {
    expect(ledger.add(START, [done(1), scheduled(1, ["1", "a"])])).toHaveLength(1);
  });
});
