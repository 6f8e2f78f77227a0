"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "../../../src/aws/models");
const read = (name) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8"));

/** @returns {[service: string, operation: string][]} every operation that is supported */
const supported = () =>
  Object.entries(read("operations")).flatMap(([service, names]) => names.map((name) => [service, name]));

module.exports = { supported, readModel: read };
