const { Worker } = require("node:worker_threads");
const { runInChild } = require("./child.js");
const { entry } = require("./package.js");

/**
 * Runs `program(module, barrier, ...args)` in each of some processes, or worker threads, one for each list of
 * arguments, and resolves to what they returned. `await barrier(name)` waits until all have come there.
 */
function crew(kind, folder, program, lists) {
  const source = `(module, folder, count, me, ...args) => {
    const barrier = async (name) => {
      const fs = require("node:fs");
      fs.mkdirSync(folder + "/" + name, { recursive: true });
      fs.writeFileSync(folder + "/" + name + "/" + me, "");
      while (fs.readdirSync(folder + "/" + name).length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    return (${program})(module, barrier, ...args);
  }`;
  const run = kind === "processes" ? runInProcess : runInThread;
  return Promise.all(lists.map((args, me) => run(source, [folder, lists.length, me, ...args])));
}

async function runInProcess(program, args) {
  return (await runInChild(program, args)).result;
}

function runInThread(program, args) {
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    (${program})(require(${JSON.stringify(entry)}), ...workerData).then((value) => parentPort.postMessage(value));`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData: args });
    let result;
    worker.once("message", (value) => {
      result = value;
    });
    worker.once("error", reject).once("exit", () => resolve(result));
  });
}

module.exports = { crew };
