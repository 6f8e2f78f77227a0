const { openEvents } = require("../../support/event-source.js");

/**
 * What the control API does as a route of Next.js, whichever way the application is built and run; `server` answers the one
 * under test, `account` the store of its account in this process.
 */
function itHasAControlApi(server, account) {
  const ask = async (method, path, { body, headers } = {}) => {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(`${server().url}/api/allowed${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { ...json, ...headers },
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  describe("as a control API", () => {
    beforeEach(() => account().resetState());

    it("shows the account, as it is at every moment", async () => {
      for (const state of ["running", "stopped"]) {
        await account().updateInstanceState(state);
        expect((await ask("GET", "")).body.instance).toMatchObject({ state });
        expect((await ask("GET", "/state/instance/state")).body).toBe(state);
      }
    });

    it("steers it, by names of any text, too", async () => {
      const name = "/minecraft/a b?%/..";
      const path = `/parameters/${encodeURIComponent(name)}`;
      expect((await ask("PUT", path, { body: { value: "1" } })).status).toBe(200);
      expect(await account().getParameter(name)).toBe("1");
      expect((await ask("PATCH", "/transitions", { body: { "ec2:pending": "manual" } })).status).toBe(200);
      expect((await ask("POST", "/scenario", { body: { name: "running" } })).status).toBe(200);
      expect((await account().getInstance()).state).toBe("running");
      expect((await ask("DELETE", "/parameters?name=/minecraft/player-count")).status).toBe(200);
      expect((await ask("GET", "/fautls")).body.error.message).toContain("/api/allowed/faults");
      await ask("PATCH", "/transitions", { body: { "ec2:pending": null } });
    });

    it("tells of changes as they happen", async () => {
      const events = await openEvents(`${server().url}/api/allowed/events`);
      await events.next("ready");
      await account().setParameter("/minecraft/motd", "hi");
      expect((await events.next("change")).data.entries).toMatchObject([{ name: "/minecraft/motd" }]);
      events.close();
    });

    it("serves the inspector, with its files", async () => {
      const page = await fetch(`${server().url}/api/allowed/inspector`);
      const links = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, link]) => new URL(link, page.url),
      );
      expect(links.length).toBe(3);
      for (const link of links) expect((await fetch(link)).status).toBe(200);
    });

    it("refuses foreign pages, and what is no JSON", async () => {
      expect((await ask("POST", "/reset", { headers: { origin: "http://example.com" } })).status).toBe(403);
      expect((await ask("GET", "/state", { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
      const headers = { "content-type": "text/plain" };
      expect((await ask("PATCH", "/state", { body: {}, headers })).status).toBe(415);
      expect((await ask("PATCH", "/state", { body: "a".repeat(2 ** 20) })).status).toBe(413);
    });
  });
}

module.exports = { itHasAControlApi };
