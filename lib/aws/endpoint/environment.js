"use strict";

/*
 * What endpoints have set in `process.env`. The last one to set it wins; when it is closed, the one before it counts
 * again, and after the last of them what was there at first.
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Layer `undefined` is no variable of that name */

/** The module of Next.js that reads `.env` files, wherever it is installed. */
const NEXT_ENVIRONMENT = /[\\/]@next[\\/]env[\\/]dist[\\/]index\.js$/;

// Registered: every copy of this module in the realm works on the same layers.
const LAYERS = Symbol.for("mock-state-store.environment");
const realm = /** @type {{ [LAYERS]?: Layer[] }} */ (globalThis);

/** What AWS's SDKs would go by before the variables of an endpoint: a profile, and the endpoints of single services. */
function inTheWay() {
  const names = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"];
  const endpoints = Object.keys(process.env).filter((name) => name.startsWith("AWS_ENDPOINT_URL_"));
  return Object.fromEntries([...names, ...endpoints].map((name) => [name, undefined]));
}

/**
 * Sets variables until the function that it returns is called. That leaves those alone that others have set meanwhile.
 *
 * @param {Layer} given
 */
function setEnvironment(given) {
  const variables = { ...inTheWay(), ...given };
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
  keepInNext(layer);
  for (const [name, value] of Object.entries(layer)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/**
 * Has Next.js keep the variables: when a `.env` file changes, `next dev` sets `process.env` back to what it was when the
 * server started, and clients would go to AWS with whatever credentials were there.
 *
 * @param {Layer} layer
 */
function keepInNext(layer) {
  // There, an empty variable is none.
  const variables = Object.fromEntries(Object.entries(layer).map(([name, value]) => [name, value ?? ""]));
  for (const [file, module] of Object.entries(require.cache)) {
    if (NEXT_ENVIRONMENT.test(file)) module?.exports.updateInitialEnv?.(variables);
  }
}

module.exports = { inTheWay, setEnvironment };
