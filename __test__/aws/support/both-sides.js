const { MockStateStore } = require("mock-state-store");
const { account, clientsOf } = require("../../support/aws.js");
const { useFolder } = require("../../support/folder.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };

/**
 * Describes what holds for a store in memory, and for two of one file. `both(options)` gives tests the clients of the
 * one, and the other, whose methods they call.
 */
function describeBothSides(name, describeTests) {
  const folder = useFolder();
  const places = {
    "in memory": (options) => {
      const { store } = account(options);
      return [clientsOf(store), store];
    },
    "in a file": (options) => {
      const inFile = { ...options, enablePersistence: true, persistencePath: folder("state.json") };
      return [account(inFile), new MockStateStore(inFile)];
    },
  };
  describe.each(Object.keys(places))(`${name}, %s,`, (place) => {
    const open = [];
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
    });

    describeTests((options = IMMEDIATE) => {
      const [clients, store] = places[place](options);
      open.push(clients.store, store);
      return { clients, store };
    });
  });
}

module.exports = { describeBothSides };
