const fs = require("node:fs");
const path = require("node:path");
const { root } = require("../support/package.js");
const { useEndpoint } = require("../support/python.js");

const start = useEndpoint();

/** The block of a document that contains a text. */
function block(file, text) {
  const blocks = [...fs.readFileSync(path.join(root, "docs", file), "utf8").matchAll(/^```\w+\n(.*?)^```/gms)];
  return blocks.map(([, code]) => code).find((code) => code.includes(text));
}

test("aws.md: the commands of the aws command line, and then boto3", async () => {
  const { store, aws, code } = await start({ transitions: { "*": "immediate" } });
  for (const line of block("aws.md", "aws ec2 start-instances").trim().split("\n")) {
    expect(await aws(...line.split(" ").slice(1)), line).toMatchObject({ code: 0, stderr: "" });
  }
  expect((await store.getInstance()).state).toBe("running");
  expect(await code(block("aws.md", "import boto3"))).toMatchObject({ code: 0, stdout: "hello\n" });
});

test("from-moto.md: boto3 needs no more than the variables", async () => {
  const { code } = await start();
  const [, program] = /python -c '(.*)'/.exec(block("from-moto.md", "python -c"));
  expect((await code(program)).stdout).toContain("i-mock1234567890abcdef");
});
