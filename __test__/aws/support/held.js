"use strict";

/* What an account holds: the structures of all that it lists. */

const { inputs } = require("./inputs.js");
const { readModel, supported } = require("./models.js");

/** How many of what is asked for by an id are asked for. */
const DRAWS = 4;

const LISTING = /^(Describe|Get|List)/;

const methodOf = (operation) => operation[0].toLowerCase() + operation.slice(1);

/**
 * All structures in what the account's operations list, by service. One that stands in another has also the names and
 * ids of that one, as an attachment has its instance.
 *
 * @param {Record<string, any>} clients
 * @returns {Promise<Record<string, Record<string, any>[]>>}
 */
async function held(clients) {
  const all = Object.fromEntries(supported().map(([service]) => [service, []]));
  const add = async (service, operation, input) => {
    try {
      for await (const page of pages(clients[service], operation, input)) all[service].push(...structures(page, {}));
      return true;
    } catch {
      return false;
    }
  };
  const listing = supported().filter(([, operation]) => LISTING.test(operation));
  for (const [service, operation] of listing) {
    if (await add(service, operation, {})) continue;
    // Some list nothing without an id.
    const draw = inputs(readModel(service), service, operation, all[service], operation);
    for (let n = 0; n < DRAWS; n++) await add(service, operation, draw.least());
  }
  all.ssm.push(...all.ec2.flatMap(({ InstanceId }) => (InstanceId ? { InstanceId } : [])));
  return all;
}

async function* pages(client, operation, input) {
  let next = {};
  do {
    const { $metadata, NextToken, NextMarker, ...page } = await client[methodOf(operation)]({ ...input, ...next });
    yield page;
    next = NextToken ? { NextToken } : NextMarker && { Marker: NextMarker };
  } while (next);
}

function structures(value, above) {
  if (Array.isArray(value)) return value.flatMap((item) => structures(item, above));
  if (value === null || typeof value !== "object" || value instanceof Date) return [];
  const entries = Object.entries(value);
  const names = entries.filter(([name, it]) => typeof it === "string" && /(Id|Name)$/.test(name));
  const within = { ...above, ...Object.fromEntries(names) };
  return [{ ...above, ...value }, ...entries.flatMap(([, it]) => structures(it, within))];
}

module.exports = { held, methodOf };
