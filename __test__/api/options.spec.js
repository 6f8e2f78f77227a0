const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");
const { recordWarnings } = require("../support/warnings.js");
const { useFolder, namesIn } = require("../support/folder.js");

async function callerIdentity(store) {
  const { response } = await awsClientConfig(store).requestHandler.handle({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  return Buffer.from(response.body).toString();
}

describe("an option that does not exist", () => {
  const warnings = recordWarnings();

  it.each([
    ["enablePersistance", "enablePersistence"],
    ["enablepersistence", "enablePersistence"],
    ["persistPath", "persistencePath"],
    ["persistenceDebounce", "persistenceDebounceMs"],
    ["initialstate", "initialState"],
    ["commandLimit", "commandHistoryLimit"],
    ["account", "accountId"],
    ["stackname", "stackName"],
    ["transition", "transitions"],
    ["fixture", "fixtures"],
  ])("is a warning: %s, which names %s", (misspelt, real) => {
    new MockStateStore({ [misspelt]: undefined });
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain(`"${misspelt}"`);
    expect(warnings[0].message).toContain(`"${real}"`);
    expect(warnings[0].code).toMatch(/^[A-Z_]+$/);
  });

  it("is a warning for each", () => {
    new MockStateStore({ persistDebounce: 1, commandsLimit: 1 });
    expect(warnings).toHaveLength(2);
  });

  it.each(["constructor", "toString", "zzz", ""])("is a warning even if no other is like it: %s", (name) => {
    new MockStateStore({ [name]: 1 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain(`"${name}"`);
  });
});

describe("the options", () => {
  const warnings = recordWarnings();
  const folder = useFolder();

  it("may be left out, empty or undefined", async () => {
    const none = undefined;
    for (const options of [
      none,
      {},
      {
        enablePersistence: none,
        persistencePath: none,
        persistenceDebounceMs: none,
        initialState: none,
        commandHistoryLimit: none,
        callHistoryLimit: none,
        fixtures: none,
        accountId: none,
        region: none,
        stackName: none,
        transitions: none,
      },
    ]) {
      expect((await new MockStateStore(options).getInstance()).state).toBe("stopped");
    }
    expect(warnings).toEqual([]);
  });

  it("do not make a store persistent without enablePersistence", async () => {
    const store = new MockStateStore({ persistencePath: folder("state.json"), persistenceDebounceMs: 0 });
    await store.setParameter("a", "b");
    await store.resetState();
    await store.persistNow();
    expect(namesIn(folder())).toEqual([]);
  });

  it("are copied when the store is made", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    const store = new MockStateStore(options);
    options.persistencePath = folder("other.json");
    await store.setParameter("a", "b");
    await store.persistNow();
    expect(namesIn(folder())).toEqual(["state.json"]);
  });

  it("name the account", async () => {
    const store = new MockStateStore({ accountId: "000000000001", region: "eu-central-1", stackName: "games" });
    expect((await store.getStackStatus()).stackId).toMatch(
      /^arn:aws:cloudformation:eu-central-1:000000000001:stack\/games\//,
    );
    expect(awsClientConfig(store).region).toBe("eu-central-1");
    expect(await callerIdentity(store)).toContain("<Account>000000000001</Account>");
  });

  it("let an account begin with nothing, also after a reset", async () => {
    const store = new MockStateStore({ fixtures: "empty" });
    await store.setParameter("a", "1");
    await store.resetState();
    expect(await store.getAllParameters()).toEqual({});
    expect(await store.getBackups()).toEqual([]);
    expect(await store.getStackStatus()).toMatchObject({ exists: false });
  });

  it("say how many calls are kept", async () => {
    const store = new MockStateStore({ callHistoryLimit: 2 });
    for (let n = 0; n < 3; n += 1) await callerIdentity(store);
    const all = await store.calls();
    expect(all).toHaveLength(2);
    await callerIdentity(store);
    expect((await store.calls())[0].id).toBe(all[1].id);
  });

  it("say how long transitions take, and a reset keeps it", async () => {
    const store = new MockStateStore({ transitions: { "ec2:pending": 5 } });
    await store.resetState();
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 5, "ec2:stopping": 2500 });
  });

  it("are not changed, and may be frozen", () => {
    const options = Object.freeze({ initialState: Object.freeze({ backups: Object.freeze([]) }) });
    new MockStateStore(options);
    expect(options).toEqual({ initialState: { backups: [] } });
  });
});
