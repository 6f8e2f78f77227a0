const { useInspector } = require("./support.js");

const inspector = useInspector();

test("a secret is not even fetched until it is asked for", async () => {
  const { store, page, open } = inspector;
  const bodies = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/events")) bodies.push(await response.text().catch(() => ""));
  });
  await store.setParameter("/app/password", "hunter2", "SecureString");
  await open("parameters", "/app/password");
  const show = page.getByRole("button", { name: "Show value" });
  await show.waitFor();
  expect(bodies.join()).not.toContain("hunter2");
  await show.click();
  const value = page.getByRole("textbox", { name: "Value" });
  await value.waitFor();
  expect(await value.inputValue()).toBe("hunter2");
  await page.getByRole("button", { name: "Hide value" }).click();
  await value.waitFor({ state: "detached" });
});
