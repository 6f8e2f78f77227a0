"use strict";

/* The contenders of the contract must do the same work: they answer every case alike. */

const assert = require("node:assert/strict");
const { METHODS } = require("./cases.js");
const { CONTENDERS } = require("./contenders.js");

/** @param {(contender: string) => string} fileOf */
async function assertSameAnswers(fileOf) {
  const expected = await transcript("memory", "");
  for (const contender of ["plain", "plain, chained", "persistent", "plain, persistent", "locked"]) {
    assert.deepEqual(await transcript(contender, fileOf(contender)), expected, `${contender} answers otherwise`);
  }
}

/**
 * @param {string} contender
 * @param {string} file
 */
async function transcript(contender, file) {
  const store = await CONTENDERS[contender](file);
  /** @type {Record<string, unknown[]>} */
  const answers = {};
  for (const [name, make] of Object.entries(METHODS)) {
    await store.resetState();
    const call = await make(store, []);
    answers[name] = [];
    for (let time = 0; time < 3; time++) {
      const answer = await call();
      const state = await store.getState();
      answers[name].push(withoutTimes([answer, state, state.pendingTimeouts.length]));
    }
  }
  return answers;
}

/** @param {unknown} answer */
function withoutTimes(answer) {
  const json = JSON.stringify(answer, (key, value) => {
    // An enumerable property of one store and not of the other.
    if (key === "pendingTimeouts") return undefined;
    return value instanceof Map ? { entries: [...value] } : value;
  });
  return JSON.parse(
    json
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<time>")
      .replaceAll(/cmd-\d+-[0-9a-z]{7}/g, "<command>")
      .replaceAll(/vol-mock[0-9a-f]+/g, "<volume>"),
  );
}

module.exports = { assertSameAnswers };
