"use strict";

/* Inputs that a model allows, made of what an account holds. */

const { random } = require("../../support/random.js");
const { ABSENT, UNKNOWN, rulesOf, givenValue } = require("./rules.js");

/** How deep optional members are filled. */
const DEPTH = 4;

/**
 * Inputs of an operation: `least()` has what AWS demands, `full()` every member, but of those that exclude each other.
 *
 * @param {any} model
 * @param {string} service
 * @param {string} operation
 * @param {Record<string, any>[]} rows structures that the account holds: values that stand together there are drawn
 *   together
 * @param {number | string} seed
 */
function inputs(model, service, operation, rows, seed) {
  const { below, chance, pick } = random(seed);
  const { also = [], apart = [] } = rulesOf(service, operation);
  const singular = (name) => name.replace(/s$/, "");

  /** What rows have by these names: a value of one of the names, and what stands beside it. */
  function draw(names) {
    const known = names.filter((name) => rows.some((it) => it[name]));
    if (known.length === 0) return {};
    const name = pick(known);
    const value = pick([...new Set(rows.filter((it) => it[name]).map((it) => it[name]))]);
    const fitting = rows.filter((it) => it[name] === value);
    const shared = (it) => names.filter((name) => name in it).length;
    const most = Math.max(...fitting.map(shared));
    const drawn = pick(chance(0.5) ? fitting.filter((it) => shared(it) === most) : fitting);
    return { ...draw(names.filter((name) => !(name in drawn))), ...drawn };
  }

  function scalar(shape, name, drawn) {
    const text = drawn[name] || UNKNOWN[name];
    if (shape.type === "string" && typeof text === "string" && (shape.enum?.includes(text) ?? true)) return text;
    const [min, max] = [shape.min ?? 1, shape.max ?? Infinity];
    switch (shape.type) {
      case "string":
        return shape.enum ? pick(shape.enum) : "x".repeat(Math.max(1, min));
      case "integer":
      case "long":
        return min + below(Math.min(max - min + 1, 10));
      case "boolean":
        return chance(0.5);
      case "timestamp":
        return new Date(Date.UTC(2026, 0, 1 + below(28)));
      case "blob":
        return new TextEncoder().encode("{}");
      default:
        throw new Error(`There is no value of type ${shape.type}`);
    }
  }

  function value(reference, path, drawn, depth) {
    const name = path.at(-1);
    const given = givenValue(service, operation, path, { pick, chance, below, rows, drawn });
    if (given !== undefined) return given;
    const shape = model.shapes[reference.shape];
    switch (shape.type) {
      case "structure":
        return structure(shape, path, depth - 1);
      case "list": {
        const one = singular(name);
        return [value(shape.member, [...path.slice(0, -1), one], drawn, depth)];
      }
      case "map":
        return { x: value(shape.value, [...path, "x"], drawn, depth - 1) };
      default:
        return scalar(shape, name, drawn);
    }
  }

  function structure(shape, path, depth, names) {
    const required = shape.required ?? [];
    const wanted = names ?? (depth > 0 ? Object.keys(shape.members) : required);
    const drawn = draw(wanted.flatMap((name) => [name, singular(name)]));
    const entries = wanted.map((name) => [name, value(shape.members[name], [...path, name], drawn, depth)]);
    return Object.fromEntries(entries.filter(([, it]) => it !== ABSENT));
  }

  const { input } = model.operations[operation];
  const shape = input ? model.shapes[input] : { members: {} };

  return {
    least: () => structure(shape, [], 0, [...new Set([...(shape.required ?? []), ...also])]),
    full() {
      const chosen = apart.map((groups) => pick(groups));
      const isLeftOut = (name) => apart.some((groups, n) => groups.flat().includes(name) && !chosen[n].includes(name));
      const names = Object.keys(shape.members).filter((name) => !isLeftOut(name));
      return structure(shape, [], DEPTH, names);
    },
  };
}

module.exports = { inputs };
