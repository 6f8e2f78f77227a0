"use strict";

/**
 * What is wrong with an output by its shape, a line each.
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
    if (!types[shape.type](value)) return wrong(`no ${shape.type}`);
    if (shape.enum && !shape.enum.includes(value)) wrong(`none of ${shape.enum.slice(0, 9)}`);
    const size = typeof value === "number" ? value : (value.length ?? Object.keys(value).length);
    // AWS answers empty lists whatever the model says.
    if ((size < shape.min && !Array.isArray(value)) || size > shape.max) wrong(`not within ${shape.min} and ${shape.max}`);
    if (shape.pattern && !new RegExp(`^(?:${shape.pattern})$`, "u").test(value)) wrong(`not ${shape.pattern}`);
    if (shape.type === "structure") structure(shape, value, path);
    if (shape.type === "list") value.forEach((item, n) => check(shape.member, item, `${path}[${n}]`));
    if (shape.type === "map") for (const [key, item] of Object.entries(value)) check(shape.value, item, `${path}.${key}`);
  }

  function structure(shape, value, path) {
    for (const name of shape.required ?? []) if (value[name] === undefined) found.push(`${path}.${name}: missing`);
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) continue;
      if (shape.members[name]) check(shape.members[name], item, `${path}.${name}`);
      else found.push(`${path}.${name}: no member`);
    }
  }

  if (name) check({ shape: name }, output, "output");
  return found;
}

module.exports = { violations };
