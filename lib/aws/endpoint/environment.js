"use strict";

/*
 * What endpoints have set in `process.env`. The last one to set it wins; when it is closed, the one before it counts
 * again, and after the last of them what was there at first.
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Layer `undefined` is no variable of that name */

// Registered: every copy of this module in the realm works on the same layers.
const LAYERS = Symbol.for("mock-state-store.environment");
const realm = /** @type {{ [LAYERS]?: Layer[] }} */ (globalThis);

/**
 * Sets variables until the function that it returns is called. That leaves those alone that others have set meanwhile.
 *
 * @param {Layer} variables
 */
function setEnvironment(variables) {
  realm[LAYERS] ??= [pick(process.env, variables)];
  const layers = realm[LAYERS];
  // A layer of its own, for it to be found again.
  const layer = { ...variables };
  layers.push(layer);
  apply(layer);
  return () => {
    const shown = layers[layers.length - 1];
    layers.splice(layers.indexOf(layer), 1);
    const next = layers[layers.length - 1];
    apply(pick(next, unchanged(shown)));
    if (layers.length === 1) delete realm[LAYERS];
  };
}

/** @param {Layer} layer */
function unchanged(layer) {
  return Object.fromEntries(Object.entries(layer).filter(([name, value]) => process.env[name] === value));
}

/**
 * @param {Layer} from
 * @param {Layer} names
 */
function pick(from, names) {
  return Object.fromEntries(Object.keys(names).map((name) => [name, from[name]]));
}

/** @param {Layer} layer */
function apply(layer) {
  for (const [name, value] of Object.entries(layer)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

exports.setEnvironment = setEnvironment;
