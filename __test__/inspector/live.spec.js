const { useInspector } = require("./support.js");

const inspector = useInspector();

test("changes of another process are shown within a second", async () => {
  const { store, page, open } = inspector;
  await open("instance");
  const times = [];
  for (let index = 0; index < 9; index += 1) {
    const address = `198.51.100.${index}`;
    const start = performance.now();
    await store.setInstance({ publicIp: address });
    await page.getByRole("region", { name: "Details" }).getByText(address).waitFor();
    times.push(performance.now() - start);
  }
  expect(times.sort((a, b) => a - b)[4]).toBeLessThan(1000);
});

test("of a large account, only what is shown is fetched and made", async () => {
  const { store, page, open } = inspector;
  const lastModified = new Date().toISOString();
  const names = Array.from({ length: 10_000 }, (_, index) => `/app/key-${String(index).padStart(5, "0")}`);
  const parameters = Object.fromEntries(
    names.map((name) => [name, { value: "v".repeat(500), type: "String", lastModified }]),
  );
  await store.patchState({ ssm: { parameters } });
  let received = 0;
  page.on("response", async (response) => {
    if (!response.url().includes("/events")) received += (await response.body().catch(() => "")).length;
  });
  await open("parameters");
  await page.getByText(/^1–50 of 10,00\d$/).waitFor();
  expect(await page.locator("main *").count()).toBeLessThan(1000);
  expect(received).toBeLessThan(300_000);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("/app/key-00050").waitFor();
});
