const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");

const INSTANCE_ID = "i-mock1234567890abcdef";

/** An account, and what sends commands of an SDK to it. */
function account(Client, options) {
  const store = new MockStateStore(options);
  const client = new Client(awsClientConfig(store));
  return { store, send: (command) => client.send(command), client };
}

/** What a call rejects with. */
const caught = (promise) =>
  promise.then(
    () => undefined,
    (error) => error,
  );

module.exports = { account, caught, INSTANCE_ID };
