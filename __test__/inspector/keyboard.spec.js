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
