const { commands, isLinearizable, parameter } = require("./linearizability.js");

/** A history of `[invoke, response, kind, value or answer]`. */
const history = (...calls) =>
  calls.map(([invoke, response, kind, given, answer = given]) => ({ invoke, response, kind, value: given, answer }));
const isPossible = (...calls) => isLinearizable(history(...calls), null, parameter);

describe("the checker of histories", () => {
  it.for([
    ["a read after a write", [0, 1, "write", "a"], [2, 3, "read", "a"]],
    ["a read beside a write, before it", [0, 9, "write", "a"], [2, 3, "read", null]],
    ["a read beside a write, after it", [0, 9, "write", "a"], [2, 3, "read", "a"]],
    ["writes beside one another, in either order", [0, 9, "write", "a"], [1, 8, "write", "b"], [10, 11, "read", "a"]],
    ["a write that never returned, seen", [0, Infinity, "write", "a"], [2, 3, "read", "a"]],
    ["a write that never returned, not seen", [0, Infinity, "write", "a"], [2, 3, "read", null]],
    ["one of two who put wins", [0, 9, "put", "a", true], [1, 8, "put", "b", false], [10, 11, "read", "a"]],
    ["a delete of what is there", [0, 1, "write", "a"], [2, 3, "deleteIf", "a", true], [4, 5, "read", null]],
  ])("accepts %s", ([, ...calls]) => {
    expect(isPossible(...calls)).toBe(true);
  });

  it.for([
    ["a stale read", [0, 1, "write", "a"], [2, 3, "write", "b"], [4, 5, "read", "a"]],
    ["a read before its write", [0, 1, "read", "a"], [2, 3, "write", "a"]],
    ["a value seen, then not seen", [0, 9, "write", "a"], [1, 2, "read", "a"], [3, 4, "read", null]],
    ["two who put, and both win", [0, 9, "put", "a", true], [1, 8, "put", "b", true]],
    ["a delete that did not delete", [0, 1, "write", "a"], [2, 3, "deleteIf", "a", true], [4, 5, "read", "a"]],
    [
      "readers who see two writes in different orders",
      ...[
        [0, 20, "write", "a"],
        [0, 20, "write", "b"],
        [1, 2, "read", "a"],
        [3, 4, "read", "b"],
        [5, 6, "read", "a"],
      ],
    ],
  ])("rejects %s", ([, ...calls]) => {
    expect(isPossible(...calls)).toBe(false);
  });

  it("rejects an update that another has lost", () => {
    const calls = history([0, 1, "add", "a"], [0, 1, "add", "b"], [2, 3, "read", ["b"]]);
    expect(isLinearizable(calls, [], commands)).toBe(false);
    calls[2].answer = ["b", "a"];
    expect(isLinearizable(calls, [], commands)).toBe(true);
  });
});
