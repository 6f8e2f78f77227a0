const fs = require("node:fs");
const path = require("node:path");
const { exampleModules, installedPackage, linkTree } = require("./application.js");

const sources = path.join(__dirname, "..", "linked-app");

/** Where an application that links the package has its lockfile, itself, and the package. */
const LAYOUTS = {
  elsewhere: { root: "application", application: "application", linked: "elsewhere/store" },
  workspace: { root: "", application: "apps/linked-app", linked: "packages/store" },
};

/** Lays an application out whose `node_modules` link to the package instead of holding it. */
function layOut(folder, layout) {
  const [root, application, linked] = ["root", "application", "linked"].map((part) =>
    path.join(folder, LAYOUTS[layout][part]),
  );
  fs.cpSync(sources, application, { recursive: true });
  if (layout === "workspace") {
    fs.writeFileSync(path.join(root, "package.json"), '{ "private": true, "workspaces": ["apps/*", "packages/*"] }');
  }
  fs.writeFileSync(path.join(root, "package-lock.json"), "{}");
  const isWanted = (source) => source !== installedPackage && !/@(aws-sdk|smithy)$/.test(source);
  linkTree(exampleModules, path.join(root, "node_modules"), isWanted);
  linkTree(installedPackage, linked);
  const link = path.join(root, "node_modules", "mock-state-store");
  fs.symlinkSync(path.relative(path.dirname(link), linked), link);
  return { application, serverFile: path.join(path.relative(root, application), "server.js") };
}

module.exports = { layOut };
