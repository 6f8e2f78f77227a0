const { SESClient, SendEmailCommand } = require("@aws-sdk/client-ses");
const { SSMClient, GetParameterCommand, PutParameterCommand, SendCommandCommand } = require("@aws-sdk/client-ssm");
const { INSTANCE } = require("../support/aws.js");
const { until } = require("../support/until.js");
const { useInspector } = require("./support.js");

// Each panel shows a change of this process, which is not the one that serves the page, and makes one that it sees.

const inspector = useInspector();

/** A client of the endpoint. */
function client(Client, options = {}) {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = inspector.environment;
  return new Client({ endpoint, region, credentials: { accessKeyId: "k", secretAccessKey: "s" }, ...options });
}

const region = (name) => inspector.page.getByRole("region", { name, exact: true });

test("instance", async () => {
  const { store, page, open } = inspector;
  await open("instance");
  await store.updateInstanceState("running");
  await region("Details").getByText("203.0.113.42").waitFor();
  await page.getByRole("button", { name: "hibernating" }).click();
  await until(async () => (await store.getInstance()).state === "hibernating");
  await region("Timeline").getByText("Now: hibernating").waitFor();
});

test("instance: what is scheduled is in the timeline", async () => {
  const { store, open } = inspector;
  await open("instance");
  await store.schedule(600_000, { instance: { state: "stopped" } });
  await region("Timeline").getByText("Patch of instance").waitFor();
});

test("overview", async () => {
  const { store, page, open } = inspector;
  await open("overview");
  await store.setInstance({ publicIp: "198.51.100.7" });
  await region("Instance").getByText("198.51.100.7").waitFor();
  await page.getByRole("button", { name: "Start" }).click();
  await until(async () => (await store.getInstance()).state === "running");
});

test("parameters", async () => {
  const { store, page, open } = inspector;
  await open("parameters");
  await store.setParameter("/app/color", "red");
  await page.getByLabel("Search by name").fill("COLOR");
  await page.getByText("1–1 of 1").waitFor();
  await page.getByRole("link", { name: "/app/color" }).click();
  await page.getByRole("textbox", { name: "Value" }).fill("blue");
  await page.getByRole("button", { name: "Save" }).click();
  await until(async () => (await store.getParameter("/app/color")) === "blue");
  await store.setParameter("/app/color", "green");
  await until(async () => (await page.getByRole("textbox", { name: "Value" }).inputValue()) === "green");
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await until(async () => (await store.getParameter("/app/color")) === null);
});

test("parameters: the history", async () => {
  const { open } = inspector;
  const ssm = client(SSMClient);
  for (const Value of ["first", "second"]) {
    await ssm.send(new PutParameterCommand({ Name: "/app/v", Value, Type: "String", Overwrite: true }));
  }
  await open("parameters", "/app/v");
  await region("/app/v").getByRole("cell", { name: "first" }).waitFor();
});

test("commands", async () => {
  const { store, page, open } = inspector;
  await open("commands");
  await page.getByText("Add an answer").click();
  await page.getByLabel("Match").fill("uptime");
  await page.getByRole("textbox", { name: "Output", exact: true }).fill("up 3 days");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await until(async () => (await store.getState()).ssm.commandResponses?.length === 1);
  await store.setTransitions({ "ssm:command": "immediate" });
  const DocumentName = "AWS-RunShellScript";
  const Parameters = { commands: ["uptime"] };
  await client(SSMClient)
    .send(new SendCommandCommand({ DocumentName, InstanceIds: [INSTANCE], Parameters }))
    .catch(() => {});
  await store.updateInstanceState("running");
  await client(SSMClient).send(new SendCommandCommand({ DocumentName, InstanceIds: [INSTANCE], Parameters }));
  await region("Output").getByText("up 3 days").waitFor();
});

test("stacks", async () => {
  const { store, page, open } = inspector;
  await open("stacks");
  await store.setStackStatus({ outputs: { Address: "203.0.113.9" } });
  await page.getByText("203.0.113.9").waitFor();
  await page.getByLabel("Status").selectOption("UPDATE_FAILED");
  await until(async () => (await store.getStackStatus()).status === "UPDATE_FAILED");
});

test("costs", async () => {
  const { store, page, open } = inspector;
  await open("costs");
  const costs = await store.getCosts("last-month");
  await store.setCosts("last-month", { ...costs, totalCost: "777.00" });
  await page.getByText("777.00").waitFor();
  await region("This month").getByText("Change", { exact: true }).click();
  await region("This month").getByLabel("AWS Lambda").fill("4.50");
  await region("This month").getByRole("button", { name: "Save" }).click();
  await until(async () => (await store.getCosts("current-month")).totalCost === "20.00");
});

test("backups", async () => {
  const { store, page, open } = inspector;
  await open("backups");
  await store.addBackup({ name: "by-another", date: new Date().toISOString(), size: "1 GB" });
  await page.getByRole("cell", { name: "by-another", exact: true }).waitFor();
  await page.getByLabel("Name").fill("by-hand");
  await page.getByRole("button", { name: "Add" }).click();
  await until(async () => (await store.getBackups()).some(({ name }) => name === "by-hand"));
});

test("mail", async () => {
  const { store, page, open } = inspector;
  await open("mail");
  await client(SESClient).send(
    new SendEmailCommand({
      Source: "a@example.com",
      Destination: { ToAddresses: ["b@example.com"] },
      Message: { Subject: { Data: "Hello" }, Body: { Text: { Data: "How are you?" } } },
    }),
  );
  await region("Hello").getByText("How are you?").waitFor();
  await page.getByRole("button", { name: "Clear…" }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await until(async () => (await store.getSentEmails()).length === 0);
});

test("calls", async () => {
  const { store, page, open } = inspector;
  await open("calls");
  await store.addFault({ name: "once", action: "ssm:GetParameter", error: "throttling", times: 1 });
  await client(SSMClient, { retryMode: "standard" }).send(new GetParameterCommand({ Name: "/minecraft/player-count" }));
  await region("List of calls").getByText("retry 1").waitFor();
  await page.getByRole("row", { name: /once/ }).getByRole("link").click();
  await region("ssm:GetParameter").getByText("Attempts").waitFor();
  expect(await region("Request").textContent()).toContain('"Name": "/minecraft/player-count"');
  await page.getByRole("button", { name: "Clear" }).click();
  await until(async () => (await store.calls()).length === 0);
});

test("faults", async () => {
  const { store, page, open } = inspector;
  await open("faults");
  await page.getByLabel("Calls", { exact: true }).fill("ssm:GetParameter");
  await page.getByRole("combobox", { name: "Error", exact: true }).selectOption("access-denied");
  await page.getByLabel("Name", { exact: true }).fill("denied");
  await page.getByRole("button", { name: "Add rule" }).click();
  await until(async () => (await store.getFaults())[0]?.error === "access-denied");
  const call = new GetParameterCommand({ Name: "/minecraft/player-count" });
  await expect(client(SSMClient).send(call)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await page.getByText("1 hit").waitFor();
  await page.getByRole("switch", { name: "denied" }).click();
  await until(async () => (await store.getFaults())[0]?.probability === 0);
  await client(SSMClient).send(call);
  await page.getByRole("switch", { name: "denied" }).click();
  await until(async () => (await store.getFaults())[0]?.probability === undefined);
});

test("faults: a misspelt action is pointed out", async () => {
  const { page, open } = inspector;
  await open("faults");
  await page.getByLabel("Calls", { exact: true }).fill("ec2:StartInstance");
  await page.getByRole("button", { name: "Add rule" }).click();
  await page.getByText('did you mean "ec2:StartInstances"?').waitFor();
});

test("scenarios", async () => {
  const { store, page, open } = inspector;
  await open("scenarios");
  await store.applyScenario("high-cost");
  await page.getByRole("button", { name: "Apply again high-cost" }).waitFor();
  await page.getByRole("button", { name: "Apply throttled" }).click();
  await until(async () => (await store.currentScenario())?.name === "throttled");
});

test("clock", async () => {
  const { store, page, open } = inspector;
  await open("clock");
  await store.clock.freeze();
  await page.getByRole("button", { name: "Resume" }).click();
  await until(async () => (await store.getState()).clock?.frozenAt === undefined);
  await page.getByRole("button", { name: "1 day" }).click();
  await until(async () => store.clock.now() > Date.now() + 86_000_000);
  await page.getByLabel("Time of ec2:pending").fill("manual");
  await page.getByRole("button", { name: "Set ec2:pending" }).click();
  await until(async () => (await store.getTransitions())["ec2:pending"] === "manual");
});

test("snapshots", async () => {
  const { store, page, open } = inspector;
  await open("snapshots");
  await page.getByLabel("Name").fill("before");
  await page.getByRole("button", { name: "Keep" }).click();
  await until(async () => (await store.listSnapshots()).length === 1);
  await store.setParameter("/app/new", "1");
  await page.getByText("/ssm/parameters/~1app~1new").waitFor();
  await store.snapshot("by-another");
  await page.getByRole("button", { name: "Restore… by-another" }).waitFor();
  await page.getByRole("button", { name: "Restore… before" }).click();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await until(async () => (await store.getParameter("/app/new")) === null);
});
