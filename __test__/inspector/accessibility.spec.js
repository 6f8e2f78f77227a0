const axe = require("axe-core");
const { PANELS, useInspector } = require("./support.js");

// axe is evaluated in the page, which allows no script but its own.
const inspector = useInspector({ context: { bypassCSP: true } });

/** What axe finds wrong. */
async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Something in every panel. */
async function fill({ store }) {
  await store.applyScenario("starting");
  await store.addFault({ name: "slow", action: "ec2:*", latencyMs: 5 });
  await store.setOperationFailure("StartInstances", { failNext: true, alwaysFail: false });
  await store.patchState({ ssm: { commandResponses: [{ match: "uptime", output: "up for days ".repeat(20) }] } });
  const id = await store.addCommand(["uptime"]);
  await store.updateCommand(id, { status: "Success", output: "up 3 days" });
  await store.snapshot("before");
  await store.setParameter("/app/a-long-name-that-goes-on-and-on", "a long value ".repeat(50));
}

test.each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 360],
])(
  "no panel has a barrier: %s, %i px",
  async (colorScheme, width) => {
    const { page, open } = inspector;
    await fill(inspector);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    for (const panel of PANELS) {
      await open(panel);
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await violations(page), panel).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), panel).toBeLessThanOrEqual(width);
    }
  },
  120_000,
);

test("details have no barrier", async () => {
  const { page, open } = inspector;
  await open("parameters", "/minecraft/gdrive-token");
  await page.getByRole("button", { name: "Show value" }).click();
  await page.getByRole("textbox", { name: "Value" }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test("the theme is chosen, and kept", async () => {
  const { page, open } = inspector;
  await page.emulateMedia({ colorScheme: "light" });
  await open("overview");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByLabel("Theme").selectOption("dark");
  expect(await paper()).not.toBe(light);
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await paper()).not.toBe(light);
});
