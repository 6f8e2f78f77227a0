"use strict";

const { spawn } = require("node:child_process");
const path = require("node:path");
const { createInterface } = require("node:readline");

/** Starts examples/codec.rs: `ask` sends a question and resolves to its answer. */
function startCodec() {
  const child = spawn("cargo", ["run", "--quiet", "--locked", "--example", "codec"], {
    cwd: path.join(__dirname, "../../.."),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift().resolve(JSON.parse(line)));
  const closed = new Promise((resolve) => {
    child.once("close", (code) => {
      for (const { reject } of waiting) {
        reject(new Error(`The codec has ended with ${code}.`));
      }
      resolve(code);
    });
  });

  return {
    ask(question) {
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(question)}\n`);
      });
    },

    close() {
      child.stdin.end();
      return closed;
    },
  };
}

module.exports = { startCodec };
