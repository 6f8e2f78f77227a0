const { chromium } = require("playwright-core");
const { MockStateStore } = require("mock-state-store");
const { findChromium } = require("../../scripts/browser.js");
const { useFolder } = require("../support/folder.js");
const { runCommand } = require("../support/serve.js");

const PANELS = [
  "overview",
  "instance",
  "parameters",
  "commands",
  "stacks",
  "costs",
  "backups",
  "mail",
  "calls",
  "faults",
  "scenarios",
  "clock",
  "snapshots",
];

/** How long a page may take to show a change, on a machine that is busy. */
const PATIENCE_MS = 15_000;

/**
 * For each test: an account in a file, served by another process (until `end()`), this process's store on the same file, and a page of
 * the inspector. What the page prints as an error, or asks of another host, fails the test.
 */
function useInspector({ context: contextOptions } = {}) {
  const folder = useFolder();
  const inspector = {};
  let browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    const file = folder("state.json");
    const { child, ended, ready } = runCommand(["serve", "--port", "0", "--state", file]);
    const environment = await ready;
    const url = environment.AWS_ENDPOINT_URL;
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => request.url().startsWith(url) || problems.push(request.url()));
    const open = async (panel, item) => {
      const fragment = item === undefined ? panel : `${panel}/${encodeURIComponent(item)}`;
      await page.goto(`${url}/_mock/inspector#/${fragment}`);
      await page.getByRole("status", { name: "Connection" }).getByText("live").waitFor();
    };
    const end = async () => {
      child.kill("SIGTERM");
      await ended;
    };
    const stop = async () => {
      await context.close();
      await store.close();
      await end();
    };
    Object.assign(inspector, { url, environment, store, page, problems, open, end, stop });
  });
  afterEach(async () => {
    await inspector.stop();
    expect(inspector.problems).toEqual([]);
  });
  return inspector;
}

module.exports = { PANELS, PATIENCE_MS, useInspector };
