/**
 * Checks the state that killed processes left behind against the calls that they made.
 *
 * A ledger has what the store held at first, `initial`, and every call since, of every process:
 *
 *   { process, seq, begin, ack, kind, tag, … }
 *
 * `seq` is the place in its process's order of calls, `begin` and `ack` are moments of one clock; `ack` is
 * `Infinity` where the process died first. Such a call may have taken effect or not; every other one has.
 * No two calls write the same value, so that a value identifies the call that wrote it.
 */

/** Where `setInstance` writes; all other registers are parameters. */
const ZONE = "instance.availabilityZone";
const DEFAULT_ZONE = "us-east-1a";
const DEFAULT_PARAMETERS = {
  "/minecraft/email-allowlist": "[]",
  "/minecraft/player-count": "0",
  "/minecraft/server-action": "",
  "/minecraft/gdrive-token": "",
};

/** The value that a call writes. */
const writtenBy = (tag, size) => (size ? `${tag}:${"x".repeat(size)}` : tag);

/** What a call writes, by register; nothing where it deletes. A reset writes nothing everywhere. */
function writesOf(call) {
  switch (call.kind) {
    case "set":
      return { [call.name]: writtenBy(call.tag, call.size) };
    case "delete":
      return { [call.name]: undefined };
    case "patch":
      return Object.fromEntries(
        Object.entries(call.sizes).map(([name, size]) => [name, size === null ? undefined : writtenBy(call.tag, size)]),
      );
    case "instance":
      return { [ZONE]: call.tag };
    default:
      return {};
  }
}

/** The registers and commands of a state, which comes from `getState()` or from the file. */
function observe(state) {
  const registers = {};
  for (const [name, { value }] of Object.entries(state.ssm.parameters)) {
    if (DEFAULT_PARAMETERS[name] !== value) registers[name] = value;
  }
  if (state.instance.availabilityZone !== DEFAULT_ZONE) registers[ZONE] = state.instance.availabilityZone;
  const commands = state.ssm.commands.map(({ commandId, commands: [tag] }) => ({ id: commandId, tag }));
  return { registers, commands };
}

/** Whether one call precedes another in every possible order. */
const precedes = (one, other) =>
  one.ack < other.begin || (one.process === other.process && one.process !== undefined && one.seq < other.seq);

/**
 * What in `observed` no order of the calls in the ledger explains, as sentences.
 * Calls acknowledged at or after `mustHave` may be missing.
 */
function problemsOf({ initial, calls }, observed, mustHave = Infinity) {
  const problems = [];
  const start = { kind: "start", begin: -Infinity, ack: -Infinity };
  const effective = effectiveCalls(calls, observed, mustHave);
  const resets = calls.filter(({ kind }) => kind === "reset");

  const writers = new Map();
  for (const call of calls) {
    for (const [name, value] of Object.entries(writesOf(call))) {
      if (!writers.has(name)) writers.set(name, []);
      writers.get(name).push({ call, value });
    }
  }
  const names = new Set([...writers.keys(), ...Object.keys(initial.registers), ...Object.keys(observed.registers)]);
  for (const name of names) {
    const value = observed.registers[name];
    const writes = [
      { call: start, value: initial.registers[name] },
      ...(writers.get(name) ?? []),
      ...resets.map((call) => ({ call, value: undefined })),
    ];
    const candidates = writes.filter((write) => write.value === value);
    const later = writes.filter(({ call }) => effective.has(call));
    if (candidates.length === 0) problems.push(`${name} is ${brief(value)}, which nobody wrote`);
    else if (candidates.every(({ call }) => later.some((write) => precedes(call, write.call)))) {
      const lost = later.find(({ call }) => precedes(candidates[0].call, call));
      problems.push(`${name} is ${brief(value)}, though ${describe(lost.call)} came after`);
    }
  }
  return [...problems, ...commandProblems({ initial, calls, resets, effective }, observed.commands)];
}

/** The calls that were acknowledged, or have left a trace, or come before one of the same process that has. */
function effectiveCalls(calls, { registers, commands }, mustHave) {
  const traces = new Set([...Object.values(registers), ...commands.map(({ tag }) => tag)]);
  const last = new Map();
  for (const call of calls) {
    const seen = traces.has(call.tag) || Object.values(writesOf(call)).some((value) => value && traces.has(value));
    if (seen) last.set(call.process, Math.max(call.seq, last.get(call.process) ?? -1));
  }
  return new Set(
    calls.filter((call) => (call.ack < Infinity && call.ack < mustHave) || call.seq <= (last.get(call.process) ?? -1)),
  );
}

function commandProblems({ initial, calls, resets, effective }, observed) {
  const problems = [];
  // In the order that they had, and all before the first call.
  const old = initial.commands.map((command, index) => ({
    ...command,
    kind: "add",
    begin: index - 1e9,
    ack: index - 1e9,
  }));
  const adds = new Map([...old, ...calls.filter(({ kind }) => kind === "add")].map((call) => [call.tag, call]));
  const kept = new Set(old);
  const found = new Set();
  const lastOf = new Map();
  let latestBegin = -Infinity;
  for (const { id, tag } of observed) {
    const call = adds.get(tag);
    if (!call) problems.push(`the command ${tag} is nobody's`);
    else if (found.has(tag)) problems.push(`the command ${tag} is there twice`);
    else {
      found.add(tag);
      const reset = resets.find((other) => effective.has(other) && precedes(call, other));
      if (reset) problems.push(`the command ${tag} is there, though ${describe(reset)} came after`);
      if (call.ack < latestBegin || call.seq < (lastOf.get(call.process) ?? -1)) {
        problems.push(`the command ${tag} is behind one that came after`);
      }
      if (call.id !== undefined && call.id !== id) problems.push(`the command ${tag} is ${id}, not ${call.id}`);
      latestBegin = Math.max(latestBegin, call.begin);
      if (call.process !== undefined) lastOf.set(call.process, call.seq);
    }
  }
  for (const call of adds.values()) {
    const isOwed = kept.has(call) || effective.has(call);
    if (isOwed && !found.has(call.tag) && resets.every((reset) => precedes(reset, call))) {
      problems.push(`${describe(call)} is lost`);
    }
  }
  return problems;
}

const brief = (value) => (value === undefined ? "absent" : JSON.stringify(value.replace(/x{8,}$/, "x…")));
const describe = ({ kind, tag, process }) => (process === undefined ? "what was there at first" : `${kind} ${tag}`);

module.exports = { ZONE, observe, problemsOf, writtenBy };
