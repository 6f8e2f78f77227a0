"use strict";

const { answered, asked, sdk } = require("./support/clients.js");
const { startCodec } = require("./support/codec.js");
const { generator, onTheWire } = require("./support/generate.js");
const { readModel, supported } = require("./support/models.js");

const ROUNDS = 30;

let codec;
beforeAll(() => {
  codec = startCodec();
});
afterAll(() => codec.close());

describe.each(supported())("%s %s", (service, operation) => {
  const model = readModel(service);
  const { input, output } = model.operations[operation];
  // A form can hold no empty structure, and EC2's no empty list.
  const nothingEmpty = !model.protocol.includes("json");
  const rounds = Array.from({ length: ROUNDS }, (_, seed) => seed);

  it("reads what the SDK writes", async () => {
    const generate = generator(model, 1, { nothingEmpty });
    for (const _ of rounds) {
      const value = generate(input);
      let decoded;
      const { client, command } = sdk(service, async (request) => {
        decoded = await codec.ask(asked(request));
        return answered(await codec.ask({ service, operation, output: {} }));
      });
      await client.send(command(operation, value));
      expect(decoded).toMatchObject({ service, operation });
      expect(decoded.input).toEqual(onTheWire(value));
    }
  });

  it("writes what the SDK reads", async () => {
    const generate = generator(model, 2);
    const generateInput = generator(model, 3, { nothingEmpty });
    for (const _ of rounds) {
      const value = generate(output);
      const { client, command } = sdk(service, async () =>
        answered(await codec.ask({ service, operation, output: onTheWire(value) })),
      );
      const { $metadata, ...read } = await client.send(command(operation, generateInput(input)));
      expect(onTheWire(read)).toEqual(onTheWire(value));
      expect($metadata.requestId).toBe("8ae0e23a-9f0d-4b30-8f0b-2f5a40b5a9a3");
    }
  });
});
