/**
 * Whether a history of one entry is linearizable: whether each call can be given a moment between its `invoke` and
 * its `response` so that the calls, in the order of these moments, answer as the entry would to one caller alone
 * (Herlihy and Wing). Searched as Wing and Gong do, all orders at once, each point of the search visited once (Lowe).
 *
 * `apply(state, call)` answers the state after the call, or nothing where the call could not have answered what it
 * did; states are compared as JSON. A call with the response `Infinity` never returned: it may have taken effect.
 */
function isLinearizable(history, initial, apply) {
  const calls = history.toSorted((one, other) => one.invoke - other.invoke);
  const returned = calls.filter(({ response }) => response < Infinity).length;
  // A point: all calls below `base` have taken effect, and those in `ahead`; `done` counts the ones that returned.
  let points = new Map([["", { base: 0, ahead: [], done: 0, state: initial }]]);
  while (points.size > 0) {
    const next = new Map();
    for (const point of points.values()) {
      if (point.done === returned) return true;
      for (const index of candidates(calls, point)) {
        const state = apply(point.state, calls[index]);
        if (state === undefined) continue;
        const reached = advance(calls, point, index, state);
        next.set(JSON.stringify([reached.base, reached.ahead, state]), reached);
      }
    }
    points = next;
  }
  return false;
}

/** The calls that may come next: no other that has not yet taken effect had returned when they were made. */
function candidates(calls, { base, ahead }) {
  const found = [];
  let earliest = Infinity;
  for (let index = base; index < calls.length && calls[index].invoke <= earliest; index += 1) {
    if (ahead.includes(index)) continue;
    found.push(index);
    earliest = Math.min(earliest, calls[index].response);
  }
  return found.filter((index) => calls[index].invoke <= earliest);
}

function advance(calls, { base, ahead, done }, index, state) {
  const rest = [...ahead, index].sort((one, other) => one - other);
  let first = base;
  while (rest[0] === first) {
    rest.shift();
    first += 1;
  }
  return { base: first, ahead: rest, done: done + (calls[index].response < Infinity ? 1 : 0), state };
}

/** A parameter, as the calls on it see it: its value, or `null`. */
function parameter(state, { kind, value, answer }) {
  switch (kind) {
    case "read":
      return answer === state ? state : undefined;
    case "write":
      return value;
    case "delete":
      return null;
    case "put":
      return answer === (state === null) ? (state ?? value) : undefined;
    case "deleteIf":
      if (answer !== (state === value)) return undefined;
      return answer ? null : state;
    default:
      throw new Error(`no such call: ${kind}`);
  }
}

/** The commands, as texts in their order. */
function commands(state, { kind, value, answer }) {
  if (kind === "add") return [...state, value];
  return JSON.stringify(answer) === JSON.stringify(state) ? state : undefined;
}

module.exports = { isLinearizable, parameter, commands };
