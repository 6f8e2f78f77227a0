const { startCompanion } = require("../../support/companion.js");
const { openBrowser } = require("./browser.js");

/**
 * What holds of a page and of routes that use the store themselves, however the application is built and run; `server`
 * answers the one under test, `file` its state's file.
 */
function itHasOneState(server, file) {
  const browser = () => openBrowser(server().url);

  it("shows the page and every route what one of them has written, and AWS's clients", async () => {
    const patched = await browser().post(
      "/api/store/patch",
      '{"instance":{"state":"stopping","publicIp":"198.51.100.7"}}',
    );
    expect(patched).toMatchObject({ status: 200, body: { instance: { state: "stopping" } } });
    expect((await browser().json("/api/store/state")).instance).toEqual(patched.body.instance);
    expect(await browser().page("/store")).toMatch(/\nstopping\n198\.51\.100\.7\n/);
    expect(await browser().json("/api/status")).toMatchObject({ state: "stopping", publicIp: "198.51.100.7" });

    const reset = await browser().post("/api/store/reset");
    expect(reset).toMatchObject({ status: 200, body: { instance: { state: "stopped" } } });
    expect(await browser().json("/api/store/state")).toEqual(reset.body);
    expect(await browser().page("/store")).toMatch(/\nstopped\n/);
    expect(await browser().json("/api/status")).toMatchObject({ state: "stopped", publicIp: null });
  });

  it("follows what another process changes, and shows it", async () => {
    const leaving = new AbortController();
    const { body } = await fetch(`${server().url}/api/store/changes`, { signal: leaving.signal });
    const told = body.pipeThrough(new TextDecoderStream()).getReader();
    const other = await startCompanion(file());
    try {
      expect((await told.read()).value).toBe(": watching\n\n");
      await other.call("setInstance", { state: "running", publicIp: "198.51.100.8" });
      expect((await told.read()).value).toMatch(/^data: \d+\n\n$/);
      expect(await browser().page("/store")).toContain("198.51.100.8");
      expect(await browser().page()).toMatch(/\nrunning\n.*\n198\.51\.100\.8\n/s);
      await browser().post("/api/store/reset");
      expect(await other.call("getPublicIp")).toBe(undefined);
    } finally {
      leaving.abort();
      await other.leave();
    }
  });

  it("says what is wrong with bad input, and keeps the state", async () => {
    const before = await browser().json("/api/store/state");
    const refused = await browser().post("/api/store/patch", '{"instance":{"state":"asleep"}}');
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "ERR_INVALID_ARG_VALUE" } } });
    expect(refused.body.error.message).toContain("instance.state");
    expect(await browser().json("/api/store/state")).toEqual(before);
  });

  it("has one store object, whatever bundle asks for it", async () => {
    await browser().page("/store");
    const { stores, copies } = await browser().json("/api/store/observed");
    expect(stores).toBe(1);
    expect(copies).toBeGreaterThan(1);
  });
}

module.exports = { itHasOneState };
