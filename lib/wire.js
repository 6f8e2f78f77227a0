"use strict";

/** What a value begins with in a request, as `src/model/wire.rs` reads it. */
const Tag = Object.freeze({
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  array: 6,
  object: 7,
  map: 8,
  foreign: 9,
  /** A string that is an argument of the call. */
  text: 10,
  /** From here on it is one of `KEYS`. */
  key: 16,
  /** From here on it is a short string, of the length that is above. */
  short: 128,
});

/** The keys, and the types of parameters, that are known by their number, in the order of `KEYS` in `src/model/wire.rs`. */
const KEYS = new Map(
  [
    "instance",
    "ssm",
    "backups",
    "costs",
    "cloudformation",
    "faults",
    "parameters",
    "commands",
    "globalLatencyMs",
    "operationFailures",
    "current-month",
    "last-month",
    "last-30-days",
    "instanceId",
    "state",
    "publicIp",
    "hasVolume",
    "availabilityZone",
    "blockDeviceMappings",
    "lastUpdated",
    "deviceName",
    "volumeId",
    "status",
    "deleteOnTermination",
    "value",
    "type",
    "lastModified",
    "commandId",
    "output",
    "error",
    "createdAt",
    "completedAt",
    "name",
    "date",
    "size",
    "period",
    "start",
    "end",
    "totalCost",
    "currency",
    "breakdown",
    "service",
    "cost",
    "fetchedAt",
    "exists",
    "stackId",
    "failNext",
    "alwaysFail",
    "errorCode",
    "errorMessage",
    "owner",
    "ttlMs",
    "String",
    "SecureString",
  ].map((key, index) => [key, Tag.key + index]),
);

exports.KEYS = KEYS;
exports.Tag = Tag;
