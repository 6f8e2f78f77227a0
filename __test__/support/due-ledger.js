"use strict";

/** What has become of numbered changes, by what the processes that schedule them have written down. */
class DueLedger {
  /** What was acknowledged and has not been found to be done. */
  #open = new Set();
  /** What has been found to be done. */
  #done = new Set();
  /** What was removed from the state after that. */
  #removed = new Set();
  doneInOrder = 0;

  /**
   * What is wrong with a state between two rounds: each change that was acknowledged is done or scheduled, and none is
   * both.
   *
   * @param {{ scheduled: [id: string, number: string][], done: string[] }} state
   */
  check({ scheduled, done }) {
    const waiting = new Set(scheduled.map(([, number]) => number));
    const problems = [];
    for (const number of done) {
      if (this.#removed.has(number)) problems.push(`${number} is done twice`);
      this.#open.delete(number);
      this.#done.add(number);
    }
    for (const number of waiting)
      if (this.#done.has(number)) problems.push(`${number} is done, and is to be once more`);
    for (const number of this.#open) if (!waiting.has(number)) problems.push(`${number} is lost`);
    return problems;
  }

  /** What was done has been removed from the state. */
  remove(done) {
    for (const number of done) this.#removed.add(number);
  }

  /**
   * Takes in what the processes of a round have written down after a state, and answers what is wrong with it: of all
   * that is scheduled, the first is done.
   */
  add({ revision, scheduled }, entries) {
    const problems = entries.flatMap(({ failed }) => failed ?? []);
    const byRevision = new Map();
    for (const entry of entries) {
      if (entry.id !== undefined) this.#open.add(entry.number);
      if (entry.revision === undefined) continue;
      const text = JSON.stringify(entry);
      const before = byRevision.get(entry.revision);
      if (before !== undefined && before !== text) problems.push(`two processes heard of ${before} and ${text}`);
      byRevision.set(entry.revision, text);
    }
    const waiting = new Map(scheduled.map(([id, number]) => [number, id]));
    for (let next = revision + 1; byRevision.has(next); next += 1) {
      const { scheduled: added, done } = JSON.parse(byRevision.get(next));
      for (const [id, number] of added) waiting.set(number, id);
      for (const number of done) {
        const first = [...waiting].reduce((one, other) => (other[1] < one[1] ? other : one), ["nothing", "~"]);
        if (first[0] !== number) problems.push(`at ${next}, ${number} is done, though ${first[0]} is due first`);
        waiting.delete(number);
        this.doneInOrder += 1;
      }
    }
    return problems;
  }
}

module.exports = { DueLedger };
