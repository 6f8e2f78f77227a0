"use strict";

/* Values of a shape, for an SDK: dates are `Date`, blobs are bytes. */

const { random } = require("../../support/random.js");

/** What a header can hold, and what text can. */
const VISIBLE = [..."aZ0-/.&<>\"'%+="];
const LETTERS = [...VISIBLE, ..." ä\n\r\t\u{1F3AE}", "]]>"];
const EPOCH = Date.UTC(2026, 0, 29);

/**
 * @param {any} model
 * @param {number} seed
 * @param {{ nothingEmpty?: boolean }} [options]
 */
function generator(model, seed, { nothingEmpty = false } = {}) {
  const { below, chance, pick } = random(seed);
  const many = (least, of) => Array.from({ length: least + below(3) }, of);
  const text = (letters) => `x${many(0, () => pick(letters)).join("")}x`;

  const scalars = {
    string: ({ enum: values }, { location }) =>
      values ? pick(values) : text(location === "header" ? VISIBLE : LETTERS),
    integer: (_, { location }) => (location === "statusCode" ? 200 + below(2) : below(2 ** 31) - 2 ** 30),
    long: () => (below(2 ** 31) - 2 ** 30) * 2 ** 20,
    double: () => below(1000) / 8,
    boolean: () => chance(0.5),
    timestamp: () => new Date(EPOCH + below(2 ** 31) * 10),
    blob: () => Uint8Array.from(many(1, () => below(256))),
  };

  function structure(shape, depth) {
    const always = (name, member) =>
      shape.required?.includes(name) ||
      shape.payload === name ||
      member.idempotencyToken ||
      member.location === "statusCode";
    const members = Object.entries(shape.members).filter(
      ([name, member]) => (depth > 0 && chance(0.6)) || always(name, member),
    );
    if (members.length === 0 && nothingEmpty) {
      members.push(...Object.entries(shape.members).slice(0, 1));
    }
    return Object.fromEntries(members.map(([name, member]) => [name, value(member, depth - 1)]));
  }

  function value(reference, depth) {
    const shape = model.shapes[reference.shape];
    switch (shape.type) {
      case "structure":
        return structure(shape, depth);
      case "list":
        return many(nothingEmpty ? 1 : 0, () => value(shape.member, depth - 1));
      case "map":
        return Object.fromEntries(many(1, () => [value(shape.key, 0), value(shape.value, depth - 1)]));
      default:
        return scalars[shape.type](shape, reference);
    }
  }

  return (name) => (name ? structure(model.shapes[name], 5) : {});
}

/** What the codec has for a value of an SDK. */
function onTheWire(value) {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString("base64");
  }
  if (Array.isArray(value)) {
    return value.map(onTheWire);
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(entries.map(([name, member]) => [name, onTheWire(member)]));
  }
  return value;
}

module.exports = { generator, onTheWire };
