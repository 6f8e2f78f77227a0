const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..", "..");

/** Cargo's folder of this repository, so that a build elsewhere compiles no dependency again. */
const CARGO_TARGET_DIR = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");

/** The package, packed once for all spec files by `pack-once.js`. */
const TARBALL = process.env.PACKED_TARBALL;

/** Runs a command, and resolves to how it ended and all that it printed. */
function run(command, args, { cwd, env = {} }) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|NODE_OPTIONS)/.test(name));
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env: { ...Object.fromEntries(inherited), ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr, output: stdout + stderr });
    });
  });
}

/** Like `run`, and fails where the command fails. */
async function succeed(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new Error(`${command} ${args.join(" ")}: ${result.code}\n${result.output}`);
  return result;
}

/** Packs a folder into another one, and resolves to the path of the tarball. */
async function pack(from, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const { stdout } = await succeed("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: from,
  });
  return path.join(folder, JSON.parse(stdout)[0].filename);
}

/** Unpacks the package into a folder, and resolves to the path of what it holds. */
async function unpack(folder) {
  await succeed("tar", ["-xzf", TARBALL], { cwd: folder });
  return path.join(folder, "package");
}

/** Packs the package again after `change` has changed what is in it. */
async function repack(folder, change) {
  const contents = await unpack(folder);
  change(contents);
  return pack(contents, path.join(folder, "changed"));
}

/** A project that holds the package as a tarball has it, without running its install script. */
async function makeProject(folder) {
  const contents = await unpack(folder);
  const project = path.join(folder, "project");
  fs.mkdirSync(path.join(project, "node_modules"), { recursive: true });
  fs.renameSync(contents, path.join(project, "node_modules/mock-state-store"));
  return project;
}

/** The names of the native binaries in a folder. */
function binaries(folder) {
  return fs.readdirSync(folder).filter((name) => name.endsWith(".node"));
}

function removeBinaries(folder) {
  for (const name of binaries(folder)) fs.rmSync(path.join(folder, name));
}

/**
 * Makes cargo compile the package, though not its dependencies, without optimisation in a folder and all folders
 * below it: that takes a third of the time.
 */
function compileFaster(folder) {
  const profile = "[profile.release.package.mock-state-store]\nopt-level = 0\ncodegen-units = 16\n";
  fs.mkdirSync(path.join(folder, ".cargo"));
  fs.writeFileSync(path.join(folder, ".cargo", "config.toml"), profile);
}

/** Makes a project, and installs a package in it. */
async function install(project, specifier, { env, expectFailure = false } = {}) {
  fs.mkdirSync(project, { recursive: true });
  fs.writeFileSync(path.join(project, "package.json"), '{ "private": true }\n');
  const args = ["install", "--no-audit", "--no-fund", "--foreground-scripts", specifier];
  return (expectFailure ? run : succeed)("npm", args, { cwd: project, env });
}

/** A PATH that finds Node, npm and the tools named, and nothing else. */
function pathWith(bin, tools) {
  fs.mkdirSync(bin);
  for (const name of ["node", "npm", "sh", ...tools]) fs.symlinkSync(which(name), path.join(bin, name));
  return bin;
}

function which(name) {
  const folders = process.env.PATH.split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** What a program that uses the installed package prints. */
async function print(project, program, flags = ["-e"]) {
  const { stdout } = await succeed("node", [...flags, program], { cwd: project });
  return stdout.trim();
}

const STATE_OF_NEW_STORE =
  'new (require("mock-state-store").MockStateStore)().getInstance().then((instance) => console.log(instance.state))';

module.exports = {
  CARGO_TARGET_DIR,
  STATE_OF_NEW_STORE,
  TARBALL,
  binaries,
  compileFaster,
  install,
  makeProject,
  pack,
  pathWith,
  print,
  removeBinaries,
  repack,
  root,
  run,
  succeed,
};
