"use strict";

const { optionsOf } = require("./arguments.js");
const { COMMANDS } = require("./commands/index.js");
const { GENERAL, SHARED } = require("./options.js");

/** @typedef {import("./commands/index.js").Command} Command */
/** @typedef {import("./commands/index.js").Group} Group */
/** @typedef {import("./options.js").Options} Options */

const NAME = "mock-state-store";

/**
 * @param {string[]} path the command, and its action; none for all of them
 * @param {Command | Group} [about]
 */
function help(path, about) {
  if (about === undefined) return overview();
  return "actions" in about ? group(path, about) : command(path, about);
}

function overview() {
  const summaries = Object.entries(COMMANDS).map(([name, load]) => /** @type {const} */ ([name, load().summary]));
  return `Usage: ${NAME} COMMAND [options]

Looks at a mocked AWS account and changes it, while an application runs on it or not.

Commands:
${columns(summaries)}

Which account:
${optionLines({ state: SHARED.state, url: SHARED.url })}
  Without either it is the file that MOCK_STATE_STORE_PATH names, or .mock-state.json in this folder.

${NAME} COMMAND --help says more, with examples.
Exit codes: 0; 1 where something failed; 2 where the command line is wrong.
`;
}

/**
 * @param {string[]} path
 * @param {Group} about
 */
function group(path, { summary, actions }) {
  const usages = Object.entries(actions).map(([name, action]) => {
    return /** @type {const} */ ([usage([name], action), action.summary]);
  });
  const examples = Object.values(actions).flatMap((action) => action.examples.slice(0, 1));
  return `Usage: ${NAME} ${path.join(" ")} ACTION [options]

${summary}

Actions:
${columns(usages)}

${examplesText(examples)}
${NAME} ${path.join(" ")} ACTION --help lists the options.
`;
}

/**
 * @param {string[]} path
 * @param {Command} about
 */
function command(path, about) {
  const { summary, notes, examples } = about;
  return `Usage: ${NAME} ${usage(path, about)} [options]

${summary}
${notes === undefined ? "" : `\n${notes}\n`}
Options:
${optionLines({ ...optionsOf(about), ...GENERAL })}

${examplesText(examples)}`;
}

/** @param {string[]} examples */
function examplesText(examples) {
  return `Examples:\n${examples.map((line) => `  ${NAME} ${line}\n`).join("")}`;
}

/**
 * @param {string[]} path
 * @param {Command} about
 */
function usage(path, { parameters }) {
  return [...path, ...(parameters === undefined ? [] : [parameters])].join(" ");
}

/** @param {Options} options */
function optionLines(options) {
  const lines = Object.entries(options).map(([name, { value, short, help, multiple }]) => {
    const names = `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
    return /** @type {const} */ ([names, help + (multiple ? "; may be repeated" : "")]);
  });
  return columns(lines);
}

/** @param {(readonly [string, string])[]} lines */
function columns(lines) {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join("\n");
}

exports.help = help;
