const fs = require("node:fs");
const path = require("node:path");
const { runNode } = require("./child.js");
const { copyPackage, root } = require("./package.js");

const PROVIDER = `
const { DescribeInstancesCommand, EC2Client, StartInstancesCommand } = require("@aws-sdk/client-ec2");
const { awsClientConfig } = require("mock-state-store/aws");

// Made before any test runs.
const ec2 = new EC2Client(awsClientConfig());

module.exports = {
  ec2,
  start: () => ec2.send(new StartInstancesCommand({ InstanceIds: ["i-mock1234567890abcdef"] })),
  describe: () => ec2.send(new DescribeInstancesCommand({})),
};
`;

/**
 * A project that has installed the package, the SDK and Vitest, with `provider.cjs`: an application's code that reaches
 * the account by a client of the SDK.
 */
function makeProject(folder, files) {
  copyPackage(path.join(folder, "node_modules/mock-state-store"));
  for (const name of ["@aws-sdk", "vitest"]) {
    fs.symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name), "junction");
  }
  for (const [name, text] of Object.entries({ "package.json": "{}", "provider.cjs": PROVIDER, ...files })) {
    fs.writeFileSync(path.join(folder, name), text);
  }
}

const ENVIRONMENT = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", FORCE_COLOR: "0", CI: "true" };

/** Runs Vitest in a project; answers the failures by test, how many have passed, and what was printed. */
async function runVitest(folder, files, flags = []) {
  makeProject(folder, files);
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--root", folder, "--reporter=json", ...flags];
  return summary(await runNode(args, { cwd: folder, env: ENVIRONMENT }));
}

/** The same with Jest. */
async function runJest(folder, files, flags = []) {
  makeProject(folder, files);
  const jest = path.join(root, "node_modules/jest/bin/jest.js");
  const args = [jest, "--rootDir", folder, "--json", "--testMatch", "**/*.test.js", ...flags];
  return summary(await runNode(args, { cwd: folder, env: ENVIRONMENT }));
}

function summary({ stdout, stderr }) {
  const { numPassedTests: passed, testResults } = JSON.parse(stdout);
  const failures = {};
  for (const { name, message, assertionResults } of testResults) {
    if (assertionResults.length === 0) failures[path.basename(name)] = message;
    for (const { title, status, failureMessages } of assertionResults) {
      if (status === "failed") failures[title] = failureMessages.join("\n");
    }
  }
  return { passed, failures, stderr };
}

module.exports = { runJest, runVitest };
