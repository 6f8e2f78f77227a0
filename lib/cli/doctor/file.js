"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { exists, checkLoads } = require("../account/file.js");
const { fileOf } = require("../account/index.js");

/** @typedef {import("./index.js").Finding} Finding */

/**
 * Checks the account's file, its folder, and the processes that have it open.
 *
 * @param {string} [state] the option `--state`
 * @returns {Promise<Finding[]>}
 */
async function checkFile(state) {
  const { file, where } = fileOf(state);
  if (!exists(file)) {
    const text = `${where} An account in memory has none.`;
    return [{ check: "file", result: "note", text, mend: "To look at another file, --state FILE." }];
  }
  const loads = await checkState(file);
  return [loads, checkFolder(file), checkUsers(file)].filter((finding) => finding !== undefined);
}

/**
 * @param {string} file
 * @returns {Promise<Finding>}
 */
async function checkState(file) {
  try {
    await checkLoads(file);
  } catch (error) {
    const mend = "Correct it, or move it away: the next store begins with the defaults.";
    return { check: "file", result: "problem", text: /** @type {Error} */ (error).message, mend };
  }
  return { check: "file", result: "ok", text: path.resolve(file) };
}

/**
 * @param {string} file
 * @returns {Finding | undefined}
 */
function checkFolder(file) {
  const folder = path.dirname(path.resolve(file));
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return undefined;
  } catch {
    const text = `${folder} may not be written to: nothing is saved, and processes do not see each other's changes.`;
    return { check: "folder", result: "problem", text, mend: `chmod u+w ${folder}, or name a file elsewhere.` };
  }
}

/**
 * @param {string} file
 * @returns {Finding}
 */
function checkUsers(file) {
  const users = usersOf(file);
  if (users === undefined) {
    const isOpen = fs.existsSync(`${file}-shm`);
    const text = isOpen ? "Somebody has it open, or died with it; this system does not say who." : "Nobody.";
    return { check: "open in", result: "ok", text };
  }
  if (users.length > 0) {
    return { check: "open in", result: "ok", text: users.map(({ pid, command }) => `${pid} (${command})`).join(", ") };
  }
  const isLeft = fs.existsSync(`${file}-journal`);
  const text = isLeft ? "Nobody. A process died with it; whoever opens it next goes on from its journal." : "Nobody.";
  return { check: "open in", result: "ok", text };
}

/**
 * The processes that have a file open, as far as this user may know; `undefined` where the system has no `/proc`.
 *
 * @param {string} file
 * @returns {{ pid: number, command: string }[] | undefined}
 */
function usersOf(file) {
  const index = `${realPath(file)}-shm`;
  const pids = attempt(() => fs.readdirSync("/proc"))?.filter((name) => /^\d+$/.test(name));
  if (pids === undefined || pids.length === 0) return undefined;
  return pids
    .filter((pid) => {
      const descriptors = attempt(() => fs.readdirSync(`/proc/${pid}/fd`)) ?? [];
      return descriptors.some((name) => attempt(() => fs.readlinkSync(`/proc/${pid}/fd/${name}`)) === index);
    })
    .map((pid) => {
      const words = attempt(() => fs.readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.split("\0") ?? [];
      return {
        pid: Number(pid),
        command: words
          .filter((word) => word !== "")
          .join(" ")
          .slice(0, 80),
      };
    });
}

/** @param {string} file */
function realPath(file) {
  return attempt(() => fs.realpathSync(file)) ?? path.resolve(file);
}

/**
 * @template T
 * @param {() => T} read
 * @returns {T | undefined}
 */
function attempt(read) {
  try {
    return read();
  } catch {
    // Gone meanwhile, or another user's.
    return undefined;
  }
}

exports.checkFile = checkFile;
