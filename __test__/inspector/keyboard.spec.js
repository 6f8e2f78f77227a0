const { until } = require("../support/until.js");
const { useInspector } = require("./support.js");

const inspector = useInspector();

const focused = () => inspector.page.evaluate(() => document.activeElement.textContent);

test("the first key leads past the navigation", async () => {
  const { page, open } = inspector;
  await open("overview");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement.id)).toBe("content");
});

test("a panel is opened by keyboard, and read from its heading on", async () => {
  const { page, open } = inspector;
  await open("overview");
  await page.getByRole("link", { name: "Snapshots" }).press("Enter");
  await until(async () => (await focused()) === "Snapshots");
});

test("a question is answered by keyboard, and the focus comes back", async () => {
  const { store, page, open } = inspector;
  await open("overview");
  await store.setParameter("/app/a", "1");
  const reset = page.getByRole("button", { name: "Reset account…" });
  await reset.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await until(async () => (await focused()) === "Reset account…");
  expect(await store.getParameter("/app/a")).toBe("1");
  await reset.press("Enter");
  await until(async () => (await focused()) === "Cancel");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await until(async () => (await store.getParameter("/app/a")) === null);
});

test("an arrow key on the scenarios of the overview applies none of them", async () => {
  const { store, page, open } = inspector;
  await open("overview");
  const scenarios = page.getByRole("form", { name: "Apply a scenario" });
  await scenarios.getByRole("option", { name: "running" }).waitFor({ state: "attached" });
  await scenarios.getByRole("combobox").focus();
  for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await until(async () => (await store.currentScenario()) !== undefined);
  expect((await store.currentScenario()).name).toBe("default");
  expect(await store.revision()).toBe(1);
});

test("after a row has been removed by keyboard, the focus is at the heading above it", async () => {
  const { store, page, open } = inspector;
  await store.addFault({ id: "first", action: "ec2:*", latencyMs: 5 });
  await open("faults");
  await page.getByRole("button", { name: "Remove first" }).press("Enter");
  await until(async () => (await focused()) === "Rules");
});

test("a link says what it opens", async () => {
  const { page, open } = inspector;
  await open("overview");
  await page.getByRole("link", { name: "Open Costs this month" }).press("Enter");
  await until(async () => (await focused()) === "Cost Explorer");
});
