"use strict";

/*
 * `npm run models`: takes AWS's service models from botocore and writes what the codecs need of the operations in
 * src/aws/models/operations.json beside that file. The models are data of botocore, Apache-2.0.
 */

const { execFileSync } = require("node:child_process");
const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { gunzipSync } = require("node:zlib");

const BOTOCORE = "1.43.106";

const models = path.join(__dirname, "../src/aws/models");

const METADATA = ["apiVersion", "protocol", "targetPrefix", "xmlNamespace"];
const ERROR = ["code", "httpStatusCode"];
const MEMBER = ["shape", "locationName", "queryName", "location", "idempotencyToken", "timestampFormat"];
const SHAPE = ["type", "required", "payload", "min", "max", "pattern", "enum", "sensitive", "timestampFormat"];
/** What changes the wire, and no codec knows yet. */
const UNKNOWN = ["flattened", "xmlAttribute", "xmlNamespace", "streaming", "eventstream", "document", "jsonvalue"];

/** @typedef {Record<string, any>} Json */

/**
 * @param {Json} from
 * @param {string[]} keys
 */
const pick = (from, keys) => Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));

/**
 * @param {Json} reference
 * @param {string} protocol
 */
function member(reference, protocol) {
  const renamed = protocol.includes("json") && !reference.location && reference.locationName && "locationName";
  const unknown = renamed || UNKNOWN.find((trait) => trait in reference);
  if (unknown) {
    throw new Error(`The codecs do not know the trait ${unknown} of a member of shape ${reference.shape}.`);
  }
  return pick(reference, MEMBER);
}

/**
 * @param {string} name
 * @param {Json} shape
 * @param {string} protocol
 */
function trimShape(name, shape, protocol) {
  const unknown = UNKNOWN.find((trait) => trait in shape);
  if (unknown || (shape.type === "map" && !protocol.includes("json"))) {
    throw new Error(`The ${protocol} codec does not know ${unknown ?? "maps"}: shape ${name}.`);
  }
  /** @type {Json} */
  const trimmed = pick(shape, SHAPE);
  if (shape.members) {
    trimmed.members = Object.fromEntries(
      Object.entries(shape.members).map(([key, value]) => [key, member(value, protocol)]),
    );
  }
  for (const key of ["member", "key", "value"]) {
    if (shape[key]) {
      trimmed[key] = member(shape[key], protocol);
    }
  }
  return trimmed;
}

/** @param {Json} shape */
const references = (shape) => [
  ...Object.values(shape.members ?? {}),
  ...["member", "key", "value"].flatMap((key) => shape[key] ?? []),
];

/**
 * @param {Json} model
 * @param {string[]} names
 */
function trim(model, names) {
  const protocol = model.metadata.protocol;
  /** @type {Json} */
  const operations = {};
  /** @type {Json} */
  const shapes = {};
  /** @type {Json} */
  const errors = {};
  /** @param {string} name */
  const take = (name) => {
    if (!(name in shapes)) {
      shapes[name] = trimShape(name, model.shapes[name], protocol);
      for (const reference of references(shapes[name])) {
        take(reference.shape);
      }
    }
  };
  for (const name of [...names].sort()) {
    const operation = model.operations[name];
    if (!operation) {
      throw new Error(`${model.metadata.serviceId} has no operation ${name}.`);
    }
    operations[name] = {
      ...(protocol === "rest-json" && { http: operation.http }),
      ...(operation.input && { input: operation.input.shape }),
      ...(operation.output && { output: operation.output.shape }),
      ...(operation.output?.resultWrapper && { resultWrapper: operation.output.resultWrapper }),
    };
    for (const shape of [operation.input, operation.output]) {
      if (shape) {
        take(shape.shape);
      }
    }
    for (const { shape } of operation.errors ?? []) {
      const { error = {}, fault } = model.shapes[shape];
      errors[shape] = { ...pick(error, ERROR), ...(fault && !error.httpStatusCode && { httpStatusCode: 500 }) };
    }
  }
  return { botocore: BOTOCORE, ...pick(model.metadata, METADATA), operations, errors, shapes };
}

/**
 * JSON with a line for each operation, error and shape, so that a diff shows which ones have changed.
 *
 * @param {Json} trimmed
 */
function lines(trimmed) {
  /** @param {[string, any]} entry */
  const section = ([key, value]) => {
    if (typeof value !== "object") {
      return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    }
    const names = Object.keys(value).sort();
    return `${JSON.stringify(key)}:{\n${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(value[name])}`).join(",\n")}\n}`;
  };
  return `{\n${Object.entries(trimmed).map(section).join(",\n")}\n}\n`;
}

/** @param {string} folder */
function download(folder) {
  const options = ["--quiet", "--no-deps", "--disable-pip-version-check", "--dest", folder];
  execFileSync("python3", ["-m", "pip", "download", ...options, `botocore==${BOTOCORE}`], { stdio: "inherit" });
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  execFileSync("python3", ["-m", "zipfile", "-e", path.join(folder, String(wheel)), folder], { stdio: "inherit" });
  return path.join(folder, "botocore/data");
}

function main() {
  const folder = mkdtempSync(path.join(tmpdir(), "models-"));
  try {
    const data = download(folder);
    const operations = JSON.parse(readFileSync(path.join(models, "operations.json"), "utf8"));
    for (const [service, names] of Object.entries(operations)) {
      const version = readdirSync(path.join(data, service)).sort().at(-1);
      const packed = readFileSync(path.join(data, service, String(version), "service-2.json.gz"));
      const model = JSON.parse(gunzipSync(packed).toString());
      writeFileSync(path.join(models, `${service}.json`), lines(trim(model, names)));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
