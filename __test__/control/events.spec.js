const { MockStateStore } = require("mock-state-store");
const { mockRoutes } = require("mock-state-store/next/routes");
const { LIMITS } = require("../../lib/control/limits.js");
const { account } = require("../support/aws.js");
const { runInChild } = require("../support/child.js");
const { connect } = require("../support/endpoints.js");
const { openEvents } = require("../support/event-source.js");
const { useCompanions } = require("../support/companion.js");
const { useControl } = require("../support/control.js");
const { useFolder } = require("../support/folder.js");
const { until } = require("../support/until.js");

const startControl = useControl();
const startCompanion = useCompanions();
const folder = useFolder();

const streams = [];
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

/** An endpoint of a store, and `open(query, headers)`, which opens a stream of events and reads that it is ready. */
async function start(store = new MockStateStore()) {
  const { endpoint, ask } = await startControl({ store });
  const open = async (query = "", headers = {}) => {
    const stream = await openEvents(`${endpoint.url}/_mock/events${query}`, { headers });
    streams.push(stream);
    return { ...stream, ready: await stream.next("ready") };
  };
  return { store, endpoint, ask, open };
}

/** Sets a limit for the rest of a test. */
function limit(name, value) {
  const before = LIMITS[name];
  LIMITS[name] = value;
  onTestFinished(() => {
    LIMITS[name] = before;
  });
}

test("a stream begins with the revision that it begins after", async () => {
  const { store, open } = await start();
  await store.setParameter("/a", "1");
  const { response, ready } = await open();
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(ready.data).toEqual({ revision: 1, pid: process.pid, version: require("../../package.json").version });
});

test("it tells of changes by section, with the revision", async () => {
  const { store, open } = await start();
  const { next } = await open();
  await store.setPublicIp("198.51.100.7");
  const { data } = await next("change");
  expect(data).toMatchObject({ type: "entries", revision: 1, previousRevision: 0, sections: ["instance"] });
  expect(data.entries).toEqual([{ type: "instance", value: await store.getInstance() }]);
  await store.resetState();
  expect((await next("change")).data).toMatchObject({ type: "state", revision: 2 });
});

test("it tells of calls, without what can be large", async () => {
  const { store, sts } = account();
  const { open } = await start(store);
  const { next } = await open();
  await sts.getCallerIdentity();
  const [{ input, output, ...summary }] = await store.calls();
  expect((await next("calls")).data).toEqual({ calls: [summary], reset: false });
  await sts.getCallerIdentity();
  expect((await next("calls")).data.calls).toHaveLength(1);
  await store.clearCalls();
  expect((await next("calls")).data).toEqual({ calls: [], reset: true });
});

test("it tells of what another process does", async () => {
  const persistencePath = folder("state.json");
  const store = new MockStateStore({ enablePersistence: true, persistencePath });
  const { open } = await start(store);
  const other = await startCompanion(persistencePath);
  const { next } = await open();
  await other.call("setParameter", "/first", "1");
  await next("change");
  await other.call("setParameter", "/a", "1");
  expect((await next("change")).data.entries).toMatchObject([{ type: "parameter", name: "/a" }]);
  await other.leave();
  await store.close();
  expect(await next()).toBeUndefined();
});

test("sections and calls can be chosen", async () => {
  const { store, sts } = account();
  const { open } = await start(store);
  const { next } = await open("?sections=backups,instance&calls=false");
  await sts.getCallerIdentity();
  await store.setParameter("/a", "1");
  await store.clearBackups();
  expect(await next()).toMatchObject({ type: "change", data: { sections: ["backups"] } });
});

test.each(["sections=backup", "since=x", "calls=no"])("%s is refused", async (query) => {
  const { ask } = await start();
  expect((await ask("GET", `/events?${query}`)).status).toBe(400);
});

test("thousands of changes become a few events, with the last values", async () => {
  const { store, open } = await start();
  const { next } = await open();
  let events = 0;
  for (let n = 1; n <= 5000; n++) {
    void store.setParameter(`/${n % 10}`, String(n));
    if (n % 100 === 0) await new Promise(setImmediate);
  }
  const last = {};
  for (let revision = 0; revision < 5000; events += 1) {
    const { data } = await next("change");
    expect(data.previousRevision).toBe(revision);
    revision = data.revision;
    for (const { name, value } of data.entries) last[name] = value.value;
  }
  expect(events).toBeLessThan(50);
  expect(last).toEqual(
    Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`/${n}`, String(n ? 4990 + n : 5000)])),
  );
});

test("a stream goes on after the last event that a client has seen", async () => {
  const { store, sts } = account();
  const { open } = await start(store);
  const first = await open();
  await store.setParameter("/a", "1");
  await first.next("change");
  await sts.getCallerIdentity();
  const { id } = await first.next("calls");
  first.close();
  await store.setParameter("/b", "2");
  await sts.getCallerIdentity();
  const { next, ready } = await open("", { "last-event-id": id });
  expect(ready.data.revision).toBe(1);
  expect((await next("change")).data).toMatchObject({ previousRevision: 1, entries: [{ name: "/b" }] });
  expect((await next("calls")).data).toMatchObject({ calls: [{ operation: "GetCallerIdentity" }], reset: false });
});

test("since and after begin where a read has ended", async () => {
  const { store, sts } = account();
  const { ask, open } = await start(store);
  await store.setParameter("/a", "1");
  await sts.getCallerIdentity();
  const { headers } = await ask("GET", "/state");
  const [{ id }] = await store.calls();
  await store.setParameter("/b", "2");
  await sts.getCallerIdentity();
  const { next } = await open(`?since=${headers["mock-revision"]}&after=${id}`);
  expect((await next("change")).data).toMatchObject({ previousRevision: 1, entries: [{ name: "/b" }] });
  expect((await next("calls")).data.calls).toHaveLength(1);
});

test.each([
  ["?since=1000000", {}],
  ["", { "last-event-id": "of-another-store:5:" }],
  ["", { "last-event-id": "nonsense" }],
])("one that cannot go on says that anything may have changed: %j %o", async (query, headers) => {
  const { store, open } = await start();
  await store.setParameter("/a", "1");
  const { next } = await open(query, headers);
  expect((await next("change")).data).toMatchObject({ type: "state", revision: 1 });
  if (!query) expect((await next("calls")).data).toEqual({ calls: [], reset: true });
});

test("changes that come soon after an event are one event", async () => {
  limit("collectMs", 1000);
  const { store, open } = await start();
  const { next } = await open();
  await store.setParameter("/a", "1");
  await next("change");
  await store.setParameter("/b", "2");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await store.setParameter("/c", "3");
  expect((await next("change")).data.entries).toMatchObject([{ name: "/b" }, { name: "/c" }]);
});

test("a client that does not read makes nothing pile up", async () => {
  limit("collectMs", 0);
  const { store, endpoint } = await start();
  const { socket, text } = connect(endpoint);
  socket.write("GET /_mock/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await until(() => text().includes("event: ready"));
  socket.pause();
  for (let n = 0; n < 100; n++) {
    await store.setParameter("/a", `${n}`.padEnd(500_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  socket.resume();
  await until(() => text().includes('"revision":100'));
  expect(text().match(/event: change/g).length).toBeLessThan(50);
  socket.destroy();
});

test("a client that goes ends the watch", async () => {
  const { store, open } = await start();
  const { feed } = store[Symbol.for("mock-state-store.engine")];
  const removed = vi.spyOn(feed, "delete");
  const { close } = await open();
  close();
  await until(() => removed.mock.calls.length > 0);
});

test("closing the endpoint ends the stream at once, and so does closing the store", async () => {
  const { endpoint, open } = await start();
  const { next } = await open();
  await endpoint.close();
  expect(await next()).toBeUndefined();

  const other = await start();
  const stream = await other.open();
  await other.store.close();
  expect(await stream.next()).toBeUndefined();
});

test("many streams read the calls no more often than a few", async () => {
  limit("heartbeatMs", 300);
  const { store, open } = await start();
  const engine = store[Symbol.for("mock-state-store.engine")];
  const streams = [];
  for (let n = 0; n < 20; n++) streams.push(await open());
  const read = vi.spyOn(engine, "calls");
  await Promise.all(streams.map(({ next }) => next("comment")));
  const begun = performance.now();
  read.mockClear();
  await Promise.all(streams.map(({ next }) => next("comment")));
  const most = Math.ceil((performance.now() - begun) / 50) + 1;
  expect(read.mock.calls.length).toBeGreaterThan(0);
  expect(read.mock.calls.length).toBeLessThanOrEqual(most);
});

test("a stream keeps no call in memory for the sake of its id", async () => {
  const { result } = await runInChild(
    async (_, file) => {
      const { CallFeed } = require(file);
      const used = () => {
        gc();
        return process.memoryUsage().heapUsed;
      };
      const line = (n) => `{"id":"a-call-with-a-long-id-${n}","input":"${"x".repeat(1_000_000)}"}\n`;
      const feeds = [];
      const before = used();
      for (let n = 0; n < 20; n++) {
        const feed = new CallFeed({ calls: () => line(n) });
        await feed.begin();
        feeds.push(feed);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { grown: used() - before, ids: feeds.map(({ lastId }) => lastId) };
    },
    [require.resolve("../../lib/control/call-feed.js")],
    { flags: ["--expose-gc"] },
  );
  expect(result.ids[19]).toBe("a-call-with-a-long-id-19");
  expect(result.grown).toBeLessThan(5_000_000);
});

test("many streams are no cause for a warning", async () => {
  const warnings = [];
  const listen = (warning) => warnings.push(warning.message);
  process.on("warning", listen);
  const { open } = await start();
  for (let n = 0; n < 15; n++) await open();
  const { GET } = mockRoutes({ store: new MockStateStore() });
  for (let n = 0; n < 15; n++)
    await GET(new Request("http://localhost/api/mock/events"), { params: { path: ["events"] } });
  await new Promise(setImmediate);
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

test("a comment comes now and then", async () => {
  limit("heartbeatMs", 20);
  const { open } = await start();
  const { next } = await open();
  expect(await next()).toEqual({ type: "comment", data: "heartbeat" });
});

test("a stream does not keep a process alive", async () => {
  const { result } = await runInChild(async ({ MockStateStore }) => {
    const { controlApi } = require("mock-state-store/control");
    const handle = controlApi({ store: new MockStateStore() });
    const { body } = await handle(new Request("http://localhost/_mock/events"));
    const reader = body.getReader();
    await reader.read();
    void reader.read();
    return "ended";
  });
  expect(result).toBe("ended");
});
