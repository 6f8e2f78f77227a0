"use strict";

/**
 * What is wrong with an output by its shape: members that are missing, types, values that are not of an enum. AWS's own
 * answers are not within the lengths and patterns of its models.
 *
 * @param {any} model
 * @param {string | undefined} name of the shape
 * @param {any} output
 * @returns {string[]}
 */
function violations(model, name, output) {
  /** @type {string[]} */
  const found = [];

  const types = {
    string: (it) => typeof it === "string",
    integer: Number.isInteger,
    long: Number.isInteger,
    double: (it) => typeof it === "number",
    boolean: (it) => typeof it === "boolean",
    timestamp: (it) => it instanceof Date && !Number.isNaN(it.getTime()),
    blob: (it) => it instanceof Uint8Array,
    list: Array.isArray,
    map: (it) => typeof it === "object",
    structure: (it) => typeof it === "object",
  };

  function check(reference, value, path) {
    const shape = model.shapes[reference.shape];
    const wrong = (what) => found.push(`${path}: ${what}: ${JSON.stringify(value)}`);
    if (!types[shape.type](value)) {
      wrong(`no ${shape.type}`);
      return;
    }
    // Where there is none, AWS has an empty text.
    if (shape.enum && value !== "" && !shape.enum.includes(value)) wrong(`none of ${shape.enum.slice(0, 9)}`);
    if (shape.type === "structure") structure(shape, value, path);
    if (shape.type === "list") for (const [n, item] of value.entries()) check(shape.member, item, `${path}[${n}]`);
    if (shape.type === "map")
      for (const [key, item] of Object.entries(value)) check(shape.value, item, `${path}.${key}`);
  }

  function structure(shape, value, path) {
    for (const name of shape.required ?? []) if (value[name] === undefined) found.push(`${path}.${name}: missing`);
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined || item === null) continue;
      if (shape.members[name]) check(shape.members[name], item, `${path}.${name}`);
      else found.push(`${path}.${name}: no member`);
    }
  }

  if (name) check({ shape: name }, output, "output");
  return found;
}

module.exports = { violations };
