const { account, clientsOf } = require("../support/aws.js");
const { codesOf } = require("./support/codes.js");
const { furnished } = require("./support/furnished.js");
const { held, methodOf } = require("./support/held.js");
const { inputs } = require("./support/inputs.js");
const { readModel, supported } = require("./support/models.js");
const { violations } = require("./support/outputs.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };

/** How many inputs of a kind are tried in an account, at least, and at most until one succeeds. */
const [LEAST, MOST] = [2, 25];

const PLACES = {
  "a fresh account": () => account(IMMEDIATE),
  "an empty account": () => account({ ...IMMEDIATE, fixtures: "empty" }),
  "a furnished account": furnished,
};

const accounts = [];
beforeAll(async () => {
  for (const [name, open] of Object.entries(PLACES)) {
    const clients = await open();
    accounts.push({ name, store: clients.store, rows: await held(clients) });
  }
});

/** The state, but for how many random numbers have been drawn of the seed. */
async function changing(store) {
  const { random, ...state } = await store.getState();
  return state;
}

describe.each(supported())("%s %s", (service, operation) => {
  const model = readModel(service);
  const codes = codesOf(service);

  /** Calls the operation in a fork of an account, and checks the answer. */
  async function call(store, input) {
    const fork = await store.fork();
    const before = await changing(fork);
    const { [service]: client } = clientsOf(fork, { maxAttempts: 1 });
    const context = () => `${operation} ${JSON.stringify(input)}`;
    try {
      const { $metadata, ...output } = await client[methodOf(operation)](input);
      expect(violations(model, model.operations[operation].output, output), context()).toEqual([]);
      return { fork, client, output };
    } catch (error) {
      if (!error.$metadata) throw error;
      expect(codes, `${context()} ${error.message}`).toContain(error.name);
      expect(error.$metadata.httpStatusCode).toBeGreaterThanOrEqual(400);
      expect(error.$metadata.httpStatusCode).toBeLessThan(500);
      expect(await changing(fork), context()).toEqual(before);
      return { fork, client, error };
    }
  }

  /** The answers to inputs of a kind in all accounts, and the first input that succeeded, with its account. */
  async function answersTo(kind) {
    const answers = [];
    let success;
    for (const { name, store, rows } of accounts) {
      const draw = inputs(model, service, operation, rows[service], kind);
      for (let n = 0; n < MOST && (n < LEAST || !success); n++) {
        const input = draw[kind]();
        const { fork, error } = await call(store, input);
        answers.push(error ? `${error.name} in ${name}: ${error.message}` : "success");
        if (!error) success ??= { store, input };
        await fork.close();
      }
    }
    return { answers, success };
  }

  test("answers a least input as its model says in every account, and can succeed", async () => {
    const { answers } = await answersTo("least");
    expect(answers).toContain("success");
  });

  const members = model.shapes[model.operations[operation].input]?.members ?? {};
  const token = Object.keys(members).find((name) => members[name].idempotencyToken);

  test("answers a full input as its model says in every account, and can succeed", async () => {
    const { answers, success } = await answersTo("full");
    expect(answers).toContain("success");
    const { store, input } = success;
    if ("DryRun" in members) {
      const { fork, error } = await call(store, { ...input, DryRun: true });
      await fork.close();
      expect([error?.name, error?.$metadata.httpStatusCode]).toEqual(["DryRunOperation", 412]);
    }
    if (token) {
      const { fork, client } = await call(store, input);
      const once = await changing(fork);
      await client[methodOf(operation)](input);
      expect(await changing(fork), `the same ${token} again`).toEqual(once);
      await fork.close();
    }
  });
});
