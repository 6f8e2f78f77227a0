const { startCompanion } = require("../../support/companion.js");
const { openBrowser } = require("./browser.js");

/** What holds of the example however it is built and run; `server` answers the one under test, `file` its state's file. */
function itHasOneState(server, file) {
  const browser = () => openBrowser(server().url);

  it("shows the page and the routes what instrumentation has written", async () => {
    const { ssm } = await browser().json("/api/state");
    const startedAt = ssm.parameters["/example/started-at"].value;
    expect(new Date(startedAt).toISOString()).toBe(startedAt);
    expect(await browser().page()).toContain(startedAt);
  });

  it("shows the page and every route what one of them has written", async () => {
    const patched = await browser().post(
      "/api/patch",
      '{"instance":{"state":"hibernating","publicIp":"198.51.100.7"}}',
    );
    expect(patched).toMatchObject({ status: 200, body: { instance: { state: "hibernating" } } });
    expect((await browser().json("/api/state")).instance).toEqual(patched.body.instance);
    expect(await browser().json("/api/status")).toMatchObject({ state: "hibernating", publicIp: "198.51.100.7" });
    expect(await browser().page()).toMatch(/\nhibernating\n.*\n198\.51\.100\.7\n/s);

    const reset = await browser().post("/api/reset");
    expect(reset).toMatchObject({ status: 200, body: { instance: { state: "stopped" } } });
    expect(await browser().json("/api/state")).toEqual(reset.body);
    expect(await browser().json("/api/status")).toMatchObject({ state: "stopped", publicIp: null });
    expect(await browser().page()).toMatch(/\nstopped\n/);
  });

  it("follows what another process changes, and shows it", async () => {
    const leaving = new AbortController();
    const { body } = await fetch(`${server().url}/api/changes`, { signal: leaving.signal });
    const told = body.pipeThrough(new TextDecoderStream()).getReader();
    const other = await startCompanion(file());
    try {
      expect((await told.read()).value).toBe(": watching\n\n");
      await other.call("setInstance", { state: "pending", publicIp: "198.51.100.8" });
      expect((await told.read()).value).toMatch(/^data: \d+\n\n$/);
      expect(await browser().page()).toContain("198.51.100.8");
      await browser().post("/api/reset");
      expect(await other.call("getPublicIp")).toBe(undefined);
    } finally {
      leaving.abort();
      await other.leave();
    }
  });

  it("runs server actions, with a browser that has no JavaScript", async () => {
    const started = await browser().submit("Start", { operation: "StartInstances" });
    expect(started).toMatch(/\nrunning\n.*\nThe instance is running\.\n.*\n203\.0\.113\.42\n/s);
    expect(await browser().json("/api/status")).toMatchObject({ state: "running" });

    await browser().submit("Set parameter", { name: "/minecraft/motd", value: "<b>hi</b>", type: "String" });
    expect(await browser().page()).toMatch(/\n\/minecraft\/motd\n<b>hi<\/b>\n/);
  });

  it("fails an operation that a fault was injected into, once", async () => {
    const fault = { operation: "StopInstances", when: "next", errorCode: "Throttling", errorMessage: "Slow down." };
    await browser().submit("Inject fault", fault);
    expect((await browser().json("/api/state")).faults.operationFailures).toEqual({
      StopInstances: { failNext: true, alwaysFail: false, errorCode: "Throttling", errorMessage: "Slow down." },
    });
    const stop = () => browser().submit("Stop", { operation: "StopInstances" });
    expect(await stop()).toContain("Throttling: Slow down.");
    expect(await stop()).toContain("The instance is stopped.");
  });

  it("says what is wrong with bad input, and keeps the state", async () => {
    const before = await browser().json("/api/state");
    const refused = await browser().post("/api/patch", '{"instance":{"state":"asleep"}}');
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "ERR_INVALID_ARG_VALUE" } } });
    expect(refused.body.error.message).toContain("instance.state");
    expect(await browser().post("/api/patch", "{")).toMatchObject({
      status: 400,
      body: { error: { code: "ERR_INVALID_JSON" } },
    });
    expect(await browser().submit("Set latency", { latency: "soon" })).toContain("not “soon”");
    expect(await browser().json("/api/state")).toEqual(before);
  });

  it("has one store object, whatever bundle asks for it", async () => {
    await browser().page();
    const { stores, copies } = await browser().json("/api/observed");
    expect(stores).toBe(1);
    expect(copies).toBeGreaterThan(1);
  });
}

module.exports = { itHasOneState };
