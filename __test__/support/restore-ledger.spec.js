const { callsOf, canBeLast, problemsOf, whole } = require("./restore-ledger.js");

const stateOf = (value) => whole(value);

describe("the judge of restores", () => {
  it("lets a value be the last that no acknowledged call has followed", () => {
    const [one, two] = [
      { value: "one", began: 1, acknowledged: 2 },
      { value: "two", began: 3, acknowledged: 4 },
    ];
    expect(canBeLast("two", [one, two])).toBe(true);
    expect(canBeLast("one", [one, two])).toBe(false);
    expect(canBeLast("one", [one, { value: "two", began: 3 }])).toBe(true);
    expect(canBeLast("two", [one, { value: "two", began: 3 }])).toBe(true);
    expect(canBeLast("one", [{ ...one, acknowledged: 5 }, two])).toBe(true);
    expect(canBeLast("one", [one, two, { value: "one", began: 3 }])).toBe(true);
    expect(canBeLast("none", [one, two])).toBe(false);
  });

  it("finds what is half of another", () => {
    const state = stateOf("one");
    expect(problemsOf(state)).toEqual([]);
    expect(problemsOf({ ...state, backups: stateOf("two").backups })).toHaveLength(1);
    expect(problemsOf({ ...state, ssm: stateOf("two").ssm })).toHaveLength(20);
    expect(problemsOf({ ...state, scenarioOf: "one" })).toHaveLength(1);
    expect(problemsOf({ ...state, late: "two" })).toHaveLength(1);
    expect(problemsOf({ ...state, scheduled: { a: { patch: { late: "two" } } } })).toHaveLength(1);
    expect(problemsOf({ ...state, scenarioOf: "one", scenario: { name: "scenario one" }, late: "one" })).toEqual([]);
  });

  it("reads what a process has written down", () => {
    const entries = [{ value: "a", began: 1 }, { acknowledged: 2 }, { failed: "x" }, { value: "b", began: 3 }];
    expect(callsOf(entries)).toEqual({
      calls: [
        { value: "a", began: 1, acknowledged: 2 },
        { value: "b", began: 3 },
      ],
      problems: ["x"],
    });
  });
});
