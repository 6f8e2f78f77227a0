const { useInspector } = require("./support.js");

const inspector = useInspector();

const SCRIPT = '<img src=x onerror="globalThis.hit = 1"><script>globalThis.hit = 1</script>';

test.each(["parameters", "commands", "faults", "instance", "backups", "stacks", "snapshots", "overview"])(
  "markup in the account is text: %s",
  async (panel) => {
    const { store, page, open } = inspector;
    await store.setParameter(SCRIPT, SCRIPT);
    const id = await store.addCommand([SCRIPT]);
    await store.updateCommand(id, { status: "Failed", output: SCRIPT, error: SCRIPT });
    await store.addFault({ name: SCRIPT, action: "*", resource: SCRIPT, latencyMs: 1 });
    await store.addBackup({ name: SCRIPT, date: SCRIPT, size: SCRIPT });
    await store.setStackStatus({ status: SCRIPT, description: SCRIPT });
    await store.snapshot("before");
    await store.setInstance({ instanceType: SCRIPT, publicIp: SCRIPT });
    await open(panel);
    await page.getByText("onerror").first().waitFor();
    expect(await page.evaluate(() => globalThis.hit)).toBeUndefined();
    expect(await page.locator("main img, main script").count()).toBe(0);
  },
);

test.each([SCRIPT, "", ".", "..", "a/b?c#d", "__proto__", "%2F"])(
  "a parameter of any name is opened: %j",
  async (name) => {
    const { store, page, open } = inspector;
    await store.setParameter(name, "its value");
    await open("parameters", name);
    await page.getByRole("textbox", { name: "Value" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Value" }).inputValue()).toBe("its value");
  },
);
