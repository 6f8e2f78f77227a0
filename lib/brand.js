"use strict";

/**
 * Makes `instanceof` hold for what any copy of this module has made: a bundle, a reload or a realm has
 * a class of its own, but a registered symbol is the same for all of them.
 *
 * @param {Function} type
 * @param {string} name
 * @param {Function[]} kinds other classes whose objects are of that type
 */
function brand(type, name, ...kinds) {
  const symbol = Symbol.for(`mock-state-store.${name}`);
  for (const { prototype } of [type, ...kinds]) Object.defineProperty(prototype, symbol, { value: true });
  Object.defineProperty(type, Symbol.hasInstance, {
    /**
     * @this {Function} the class or one that extends it
     * @param {unknown} value
     */
    value(value) {
      if (this !== type) return Function.prototype[Symbol.hasInstance].call(this, value);
      return typeof value === "object" && value !== null && symbol in value;
    },
  });
}

module.exports = { brand };
