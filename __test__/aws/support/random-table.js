"use strict";

const { random } = require("../../support/random.js");
const { held, methodOf } = require("./held.js");
const { inputs } = require("./inputs.js");
const { readModel, supported } = require("./models.js");

/** How many calls are made of what an account has held at one moment. */
const ROUND = 100;

const changing = supported().filter(([, operation]) => !/^(Describe|Get|List|Assume|Invoke)/.test(operation));

/**
 * Makes calls of all operations that change something, at random, and resolves to those that succeeded, with input and
 * output, and to the errors of the others.
 */
async function callAtRandom(clients, seed, count) {
  const { chance, pick } = random(seed);
  const acknowledged = [];
  const errors = [];
  let rows;
  for (let n = 0; n < count; n++) {
    if (n % ROUND === 0) rows = await held(clients);
    const [service, operation] = pick(changing);
    const draw = inputs(readModel(service), service, operation, rows[service], `${seed} ${n}`);
    const input = chance(0.5) ? draw.least() : draw.full();
    try {
      const { $metadata, ...output } = await clients[service][methodOf(operation)](input);
      acknowledged.push({ operation, input, output });
    } catch (error) {
      errors.push({ service, operation, name: error.name, isAnswer: error.$metadata !== undefined, text: `${error}` });
    }
  }
  return { acknowledged, errors };
}

module.exports = { callAtRandom };
