const fs = require("node:fs");
const path = require("node:path");
const { ConfiguredRetryStrategy } = require("@smithy/core/retry");
const { MockStateStore } = require("mock-state-store");
const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { supported } = require("./support/models.js");

/** The part of a document between two comments of that name. */
function part(file, name) {
  const text = fs.readFileSync(path.join(__dirname, "..", "..", "docs", file), "utf8");
  return new RegExp(`<!-- ${name} -->(.*)<!-- /${name} -->`, "s").exec(text)[1];
}

const errors = part("faults.md", "errors");
const [names, ...rows] = [...errors.split("\n\n")[0].matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split(" | "));
const NAMES = names.slice(1);

const PERIOD = { Start: "2026-01-01", End: "2026-01-02" };
const MAIL = {
  Source: "a@example.com",
  Destination: { ToAddresses: ["b@example.com"] },
  Message: { Subject: { Data: "a" }, Body: { Text: { Data: "b" } } },
};
const CALLS = {
  EC2: ({ ec2 }) => ec2.describeInstances({}),
  SSM: ({ ssm }) => ssm.getParameter({ Name: "/minecraft/motd" }),
  CloudFormation: ({ cloudformation }) => cloudformation.describeStacks({}),
  "Cost Explorer": ({ ce }) =>
    ce.getCostAndUsage({ TimePeriod: PERIOD, Granularity: "DAILY", Metrics: ["UnblendedCost"] }),
  Lambda: ({ lambda }) => lambda.invoke({ FunctionName: "greet" }),
  STS: ({ sts }) => sts.getCallerIdentity({}),
  SES: ({ ses }) => ses.sendEmail(MAIL),
};

describe("faults.md says the code, status and text of each named error, and which of them the SDK retries", () => {
  const cases = rows.flatMap(([service, ...cells]) => cells.map((cell, i) => [service, NAMES[i], cell]));

  test.each(cases)("%s, %s: %s", async (service, error, cell) => {
    const clients = account({}, { retryStrategy: new ConfiguredRetryStrategy(3, 0) });
    await clients.store.addFault({ action: "*", error });
    const { name, message, $metadata } = await rejection(() => CALLS[service](clients));
    expect(`\`${name}\` ${$metadata.httpStatusCode}`).toBe(cell);
    expect($metadata.attempts).toBe(error === "access-denied" ? 1 : 3);
    // That of a denial names the call, and the document has one of SSM.
    if (error !== "access-denied" || service === "SSM") expect(errors).toContain(message);
  });

  test("of all services", () => {
    expect(rows.map(([service]) => service)).toEqual(Object.keys(CALLS));
  });
});

/** The names in the first column of a table. */
const firstColumn = (table) =>
  [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );

test("aws.md has a row for each operation, and for no other", () => {
  const tables = part("aws.md", "operations")
    .split("\n\n")
    .filter((it) => it.startsWith("| operation |"));
  const operations = supported().map(([, operation]) => operation);
  expect(tables.flatMap(firstColumn).sort()).toEqual(operations.sort());
});

test("scenarios.md has a line for each built-in scenario, and for no other", async () => {
  const described = firstColumn(part("scenarios.md", "scenarios"));
  const scenarios = await new MockStateStore().listScenarios();
  expect(described.sort()).toEqual(scenarios.map(({ name }) => name));
});
