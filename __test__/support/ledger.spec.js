const { problemsOf } = require("./ledger.js");

const NOTHING = { registers: {}, commands: [] };
const call = (process, seq, begin, ack, kind, more) => ({
  process,
  seq,
  begin,
  ack,
  kind,
  tag: `${process}${seq}`,
  ...more,
});
const set = (process, seq, begin, ack, name = "a") => call(process, seq, begin, ack, "set", { name });
const holding = (registers, tags = []) => ({ registers, commands: tags.map((tag) => ({ id: `cmd-${tag}`, tag })) });
const add = (process, seq, begin, ack) => call(process, seq, begin, ack, "add", { id: `cmd-${process}${seq}` });
const problems = (calls, observed, { initial = NOTHING, mustHave } = {}) =>
  problemsOf({ initial, calls }, observed, mustHave);

describe("a ledger", () => {
  it("accepts acknowledged calls, with or without calls that were only begun", () => {
    const calls = [set("p", 0, 1, 2), set("p", 1, 3, Infinity)];
    expect(problems(calls, holding({ a: "p0" }))).toEqual([]);
    expect(problems(calls, holding({ a: "p1" }))).toEqual([]);
  });

  it("accepts either order of two overlapping calls", () => {
    const calls = [set("p", 0, 1, 4), set("q", 0, 2, 3)];
    expect(problems(calls, holding({ a: "p0" }))).toEqual([]);
    expect(problems(calls, holding({ a: "q0" }))).toEqual([]);
  });

  it("rejects a value that was overwritten", () => {
    expect(problems([set("p", 0, 1, 2), set("q", 0, 3, 4)], holding({ a: "p0" }))).toHaveLength(1);
  });

  it("rejects an acknowledged change that is not there", () => {
    expect(problems([set("p", 0, 1, 2)], NOTHING)).toHaveLength(1);
    expect(problems([add("p", 0, 1, 2)], NOTHING)).toHaveLength(1);
  });

  it("rejects a value that no call wrote", () => {
    expect(problems([], holding({ a: "p0" }))).toHaveLength(1);
    expect(problems([], holding({}, ["p0"]))).toHaveLength(1);
  });

  it("rejects the loss of an initial value", () => {
    expect(problems([], NOTHING, { initial: holding({ a: "p0" }, ["p1"]) })).toHaveLength(2);
  });

  it("rejects a later call without the earlier ones of its process", () => {
    const calls = [set("p", 0, 1, Infinity, "a"), set("p", 1, 2, Infinity, "b")];
    expect(problems(calls, holding({ a: "p0" }))).toEqual([]);
    expect(problems(calls, holding({ b: "p1" }))).toHaveLength(1);
  });

  it("rejects half a patch", () => {
    const calls = [set("p", 0, 1, 2, "a"), call("p", 1, 3, Infinity, "patch", { sizes: { a: 0, b: 0 } })];
    expect(problems(calls, holding({ a: "p1", b: "p1" }))).toEqual([]);
    expect(problems(calls, holding({ a: "p0" }))).toEqual([]);
    expect(problems(calls, holding({ a: "p0", b: "p1" }))).toHaveLength(1);
  });

  it("rejects commands that are duplicated, out of order or have another id", () => {
    const calls = [add("p", 0, 1, 2), add("q", 0, 3, 4)];
    expect(problems(calls, holding({}, ["p0", "q0"]))).toEqual([]);
    expect(problems(calls, holding({}, ["p0", "q0", "q0"]))).toHaveLength(1);
    expect(problems(calls, holding({}, ["q0", "p0"]))).toHaveLength(1);
    const other = { registers: {}, commands: [{ id: "cmd-other", tag: "p0" }] };
    expect(problems(calls.slice(0, 1), other)).toHaveLength(1);
  });

  it("rejects a value from before a reset", () => {
    const calls = [set("p", 0, 1, 2), add("p", 1, 3, 4), call("q", 0, 5, 6, "reset")];
    expect(problems(calls, NOTHING)).toEqual([]);
    expect(problems(calls, holding({ a: "p0" }, ["p1"]))).toHaveLength(2);
  });

  it("requires of a file only what was acknowledged before the save", () => {
    const calls = [set("p", 0, 1, 2), set("p", 1, 5, 6)];
    expect(problems(calls, holding({ a: "p0" }), { mustHave: 4 })).toEqual([]);
    expect(problems(calls, NOTHING, { mustHave: 4 })).toHaveLength(1);
  });
});
