const { readFileSync } = require("node:fs");
const { IMAGE, INSTANCE, TEMPLATE } = require("../support/aws.js");
const { useFolder } = require("../support/folder.js");
const { useEndpoint } = require("../support/python.js");

const start = useEndpoint();
const folder = useFolder();
const fast = { "*": 20 };

test("aws ec2 runs, starts and waits for instances", async () => {
  const { store, aws } = await start({ transitions: fast });
  const run = ["--image-id", IMAGE, "--count", "2", "--instance-type", "t3.micro"];
  const launched = await aws("ec2", "run-instances", ...run);
  expect(launched).toMatchObject({ code: 0, stderr: "" });
  expect(launched.json.Instances.map(({ State }) => State.Name)).toEqual(["pending", "pending"]);
  const started = await aws("ec2", "start-instances", "--instance-ids", INSTANCE);
  expect(started.json.StartingInstances).toMatchObject([{ InstanceId: INSTANCE, CurrentState: { Name: "pending" } }]);
  const ids = [INSTANCE, ...launched.json.Instances.map(({ InstanceId }) => InstanceId)];
  // The first poll is at once, the next after 15 seconds: by then they run.
  await store.clock.advance(20);
  expect(await aws("ec2", "wait", "instance-running", "--instance-ids", ...ids)).toMatchObject({ code: 0, stdout: "" });
  const query = ["--query", "Reservations[].Instances[].[InstanceId,State.Name,PublicIpAddress]"];
  const { json } = await aws("ec2", "describe-instances", "--instance-ids", INSTANCE, ...query);
  expect(json).toEqual([[INSTANCE, "running", "203.0.113.42"]]);
});

test("aws ssm puts and gets parameters", async () => {
  const { store, aws } = await start();
  const put = ["ssm", "put-parameter", "--name", "/game/motd", "--type", "String"];
  expect((await aws(...put, "--value", "Welcome ä")).json).toMatchObject({ Version: 1 });
  expect((await aws("ssm", "get-parameter", "--name", "/game/motd")).json.Parameter).toMatchObject({
    Name: "/game/motd",
    Value: "Welcome ä",
    LastModifiedDate: expect.any(Number),
  });
  expect(await store.getParameter("/game/motd")).toBe("Welcome ä");
  const repeated = await aws(...put, "--value", "again");
  expect(repeated).toMatchObject({
    code: 255,
    stdout: "",
    stderr: expect.stringContaining("(ParameterAlreadyExists)"),
  });
});

test("aws ssm gets all parameters of a path, page by page", async () => {
  const { store, aws } = await start();
  const names = Array.from({ length: 23 }, (_, n) => `/many/${n}`);
  for (const name of names) await store.setParameter(name, "x", "SecureString");
  const path = ["--path", "/many", "--with-decryption"];
  const all = await aws("ssm", "get-parameters-by-path", ...path);
  expect(all.json.Parameters.map(({ Name }) => Name).sort()).toEqual(names.sort());
  const some = await aws("ssm", "get-parameters-by-path", ...path, "--max-items", "3");
  expect(some.json.Parameters).toHaveLength(3);
  const rest = await aws("ssm", "get-parameters-by-path", ...path, "--starting-token", some.json.NextToken);
  expect(rest.json.Parameters).toHaveLength(20);
});

test("aws ssm sends commands and tells what came of them", async () => {
  const { store, aws } = await start({ transitions: { "*": "immediate" } });
  await store.updateInstanceState("running");
  store.onCommand("uptime", () => ({ output: "up 5 days", delayMs: 0 }));
  const what = ["--instance-ids", INSTANCE, "--document-name", "AWS-RunShellScript", "--parameters", "commands=uptime"];
  const { code, json } = await aws("ssm", "send-command", ...what);
  expect(code).toBe(0);
  const which = ["--command-id", json.Command.CommandId, "--instance-id", INSTANCE];
  expect(await aws("ssm", "wait", "command-executed", ...which)).toMatchObject({ code: 0, stdout: "" });
  const { json: invocation } = await aws("ssm", "get-command-invocation", ...which);
  expect(invocation).toMatchObject({ Status: "Success", StandardOutputContent: "up 5 days" });
});

test("aws cloudformation creates, waits for, describes and deletes stacks", async () => {
  const { aws } = await start({ transitions: { "*": "immediate" } });
  const stack = ["--stack-name", "game"];
  const body = ["--template-body", TEMPLATE, "--tags", "Key=a,Value=b"];
  const { json } = await aws("cloudformation", "create-stack", ...stack, ...body);
  expect((await aws("cloudformation", "wait", "stack-create-complete", ...stack)).code).toBe(0);
  const described = await aws("cloudformation", "describe-stacks", ...stack);
  expect(described.json.Stacks).toMatchObject([
    { StackId: json.StackId, StackStatus: "CREATE_COMPLETE", Tags: [{ Key: "a", Value: "b" }] },
  ]);
  expect(await aws("cloudformation", "delete-stack", ...stack)).toMatchObject({ code: 0, stdout: "" });
  expect((await aws("cloudformation", "wait", "stack-delete-complete", ...stack)).code).toBe(0);
  const gone = await aws("cloudformation", "describe-stacks", ...stack);
  expect(gone).toMatchObject({ code: 255, stderr: expect.stringContaining("Stack with id game does not exist") });
});

test("aws ce tells costs", async () => {
  const { aws } = await start();
  const period = ["--time-period", "Start=2026-01-01,End=2026-02-01", "--granularity", "MONTHLY"];
  const what = ["--metrics", "UnblendedCost", "--group-by", "Type=DIMENSION,Key=SERVICE"];
  const { code, json } = await aws("ce", "get-cost-and-usage", ...period, ...what);
  expect(code).toBe(0);
  expect(json.ResultsByTime[0].Groups.length).toBeGreaterThan(0);
});

test("aws lambda invokes functions", async () => {
  const { store, aws } = await start();
  store.onInvoke("greet", ({ name }) => ({ greeting: `Hello, ${name}` }));
  const payload = ["--payload", '{"name":"Ada"}'];
  const invoke = (name) => aws("lambda", "invoke", "--function-name", name, ...payload, folder("answer.json"));
  expect(await invoke("greet")).toMatchObject({ code: 0, json: { StatusCode: 200 } });
  expect(readFileSync(folder("answer.json"), "utf8")).toBe('{"greeting":"Hello, Ada"}');
  const none = await invoke("none");
  expect(none).toMatchObject({ code: 255, stderr: expect.stringContaining("Function not found: arn:aws:lambda:") });
});

test("aws sts and ses", async () => {
  const { store, aws } = await start();
  const { json } = await aws("sts", "get-caller-identity");
  expect(Object.keys(json).sort()).toEqual(["Account", "Arn", "UserId"]);
  const mail = ["--from", "server@example.com", "--to", "ada@example.com", "--subject", "It runs", "--text", "Come."];
  const sent = await aws("ses", "send-email", ...mail);
  expect(sent).toMatchObject({ code: 0, json: { MessageId: expect.any(String) } });
  expect(await store.calls({ service: "ses" })).toMatchObject([{ input: { Source: "server@example.com" } }]);
});

test("what is not supported says so", async () => {
  const { aws } = await start();
  const { code, stderr } = await aws("ec2", "describe-key-pairs");
  expect(code).toBe(255);
  expect(stderr).toContain("(InvalidAction)");
  expect(stderr).toContain("DescribeInstances");
});
