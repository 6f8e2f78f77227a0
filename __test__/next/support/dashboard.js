const { openBrowser } = require("./browser.js");

/** What the example does for a person; `server` answers the one under test, `account` the store of its account. */
function itIsADashboard(server, account) {
  const browser = () => openBrowser(server().url);
  const submit = (button, values) => browser().submit(button, values);

  describe("as a dashboard", () => {
    beforeEach(async () => {
      await account().resetState();
      await account().clearCalls();
      await account().clock.freeze();
    });

    it("shows the instance on its way to running, and to stopped", async () => {
      expect(await submit("Start", { operation: "start" })).toMatch(/\npending\n.*\nThe instance is pending\.\n/s);
      await account().clock.advance(2500);
      expect(await browser().page()).toMatch(/\nrunning\n.*\n203\.0\.113\.42\n/s);
      expect(await submit("Stop", { operation: "stop" })).toMatch(/\nstopping\n.*\nThe instance is stopping\.\n/s);
      await account().clock.advance(2500);
      expect(await browser().page()).toMatch(/\nstopped\n.*\nPublic IP\nnone\n/s);
    });

    it("runs a command, and shows what it has printed once it is done", async () => {
      await account().updateInstanceState("running");
      const sent = await submit("Run", { lines: "echo <b>hello</b>" });
      const [, id] = /\nInProgress\n([0-9a-f-]{36})\n/.exec(sent);
      await account().clock.advance(1000);
      expect(await browser().page(`/?command=${id}`)).toMatch(/\nSuccess\n.*\n<b>hello<\/b>\n/s);
    });

    it("says why AWS has refused a command", async () => {
      expect(await submit("Run", { lines: "echo hello" })).toContain("InvalidInstanceId: ");
    });

    it("sets parameters, keeps the secret ones secret, and deletes them", async () => {
      const set = (values) => submit("Set parameter", { type: "String", ...values });
      expect(await set({ name: "/minecraft/motd", value: "<b>hi</b>" })).toContain("/minecraft/motd is set.");
      await set({ name: "/minecraft/token", value: "hush", type: "SecureString" });
      const page = await browser().page();
      expect(page).toMatch(/\n\/minecraft\/motd\n<b>hi<\/b>\nString, version 1/);
      expect(page).toMatch(/\n\/minecraft\/token\n•+\nSecureString/);
      expect(page).not.toContain("hush");

      await set({ name: "/minecraft/motd", value: "ho" });
      expect(await browser().page()).toMatch(/\n\/minecraft\/motd\nho\nString, version 2/);
      await submit("Delete", { name: "/minecraft/motd" });
      expect(await account().getParameter("/minecraft/motd")).toBe(null);
    });

    it("shows the costs, fetched again when they are asked for, and the stack", async () => {
      const costs = await account().getCosts("last-month");
      await account().setCosts("last-month", { ...costs, breakdown: [{ service: "Amazon EC2", cost: "77.30" }] });
      expect(await submit("Fetch again")).toMatch(/\nLast month\n77\.30 USD\n/);
      expect(await browser().page()).toMatch(/\nStack\nCREATE_COMPLETE\narn:aws:cloudformation:/);
      await account().setStackStatus({ exists: false });
      expect(await browser().page()).toMatch(/\nStack\ndoes not exist\n/);
    });

    it("calls the function", async () => {
      await account().setParameter("/minecraft/player-count", "7");
      expect(await submit("Invoke")).toContain('player-report has answered {"players":7}');
    });

    it("lists the last calls, with those that the SDK has tried again", async () => {
      const fault = { faulty: "StartInstances", errorCode: "RequestLimitExceeded" };
      expect(await submit("Inject fault", fault)).toContain("The next StartInstances fails.");
      await submit("Start", { operation: "start" });
      const attempts =
        /\nec2:StartInstances\n[^\n]*\nOK\n2\n.*\nec2:StartInstances\n[^\n]*\nRequestLimitExceeded\n1\n/s;
      const page = await browser().page();
      expect(page).toMatch(attempts);
      expect(page).not.toContain("ec2:DescribeInstances");
      expect(await browser().page("/?reads=shown")).toContain("ec2:DescribeInstances");
    });

    it("applies a scenario, and shows which", async () => {
      expect(await browser().page()).toMatch(/\nScenario\nnone\n/);
      const page = await submit("Apply scenario", { scenario: "running" });
      expect(page).toContain("The account is in the scenario running.");
      expect(page).toMatch(/\nrunning\n.*\n203\.0\.113\.42\n.*\nScenario\nrunning\n/s);
      expect(await account().currentScenario()).toMatchObject({ name: "running" });
    });

    it("resets the account", async () => {
      await account().setParameter("/minecraft/motd", "hi");
      expect(await submit("Reset the account")).not.toContain("/minecraft/motd");
    });
  });
}

module.exports = { itIsADashboard };
