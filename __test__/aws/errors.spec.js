"use strict";

const { answered, asked, sdk } = require("./support/clients.js");
const { startCodec } = require("./support/codec.js");
const { supported } = require("./support/models.js");

let codec;
beforeAll(() => {
  codec = startCodec();
});
afterAll(() => codec.close());

/** A minimal input of each operation, as far as the SDK itself asks for one. */
const INPUT = { FunctionName: "f" };

/** What an SDK makes of the response to a call. */
async function caught(service, operation, input, respond) {
  const { client, command } = sdk(service, async (request) => answered(await respond(request)));
  return client.send(command(operation, input)).then(
    () => undefined,
    (error) => error,
  );
}

describe.each(supported())("%s %s", (service, operation) => {
  it("fails with the code, the text and the status that the codec writes", async () => {
    const error = { code: "Some.Code", message: `No <such> thing & "nothing" like it: ä`, status: 409 };
    const seen = await caught(service, operation, INPUT, () => codec.ask({ service, error }));
    expect(seen).toMatchObject({
      name: "Some.Code",
      message: error.message,
      $metadata: { httpStatusCode: 409, requestId: "8ae0e23a-9f0d-4b30-8f0b-2f5a40b5a9a3" },
    });
  });
});

it.each([
  ["ssm", "GetParameter", "ParameterNotFound", 400],
  ["cloudformation", "CreateStack", "AlreadyExistsException", 400],
  ["lambda", "Invoke", "ResourceNotFoundException", 404],
  ["lambda", "Invoke", "TooManyRequestsException", 429],
  ["ses", "SendEmail", "MessageRejected", 400],
  ["ce", "GetCostAndUsage", "DataUnavailableException", 400],
])("%s %s: %s is an error of its own class", async (service, operation, code, status) => {
  const error = { code, message: "Why it is so", status };
  const seen = await caught(service, operation, INPUT, () => codec.ask({ service, error }));
  expect(seen.constructor.name).toBe(code);
  expect(seen.message).toBe("Why it is so");
});

it("ParameterNotFound without a text is one in the SDK too", async () => {
  const error = { code: "ParameterNotFound", message: "", status: 400 };
  const seen = await caught("ssm", "GetParameter", { Name: "x" }, () => codec.ask({ service: "ssm", error }));
  expect([seen.name, seen.message]).toEqual(["ParameterNotFound", "UnknownError"]);
});

it.each([
  ["ec2", "DescribeAccountAttributes", "InvalidAction", 400],
  ["ssm", "DescribeActivations", "UnknownOperationException", 400],
  ["cloudformation", "ListTypes", "InvalidAction", 400],
  ["lambda", "GetAccountSettings", "UnknownOperationException", 404],
])("%s %s is refused with what is supported", async (service, operation, code, status) => {
  const seen = await caught(service, operation, {}, (request) => codec.ask(asked(request)));
  expect(seen).toMatchObject({ name: code, $metadata: { httpStatusCode: status } });
  for (const [, name] of supported().filter(([its]) => its === service)) {
    expect(seen.message).toContain(name);
  }
});

it("a value of the wrong type is refused", async () => {
  const seen = await caught("ssm", "DescribeParameters", { MaxResults: "many" }, (request) =>
    codec.ask(asked(request)),
  );
  expect(seen).toMatchObject({
    name: "SerializationException",
    message: "STRING_VALUE can not be converted to an Integer",
    $metadata: { httpStatusCode: 400 },
  });
});
