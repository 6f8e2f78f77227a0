const { MockStateStore } = require("mock-state-store");
const { useControl } = require("../support/control.js");

const start = useControl();

test("the clock is set, frozen, advanced and let go", async () => {
  const store = new MockStateStore();
  const { ask, get } = await start({ store });
  expect(await get("/clock")).toEqual({ now: expect.any(String), offsetMs: 0 });
  const { body } = await ask("POST", "/clock/set", { time: "2030-01-01T00:00:00.000Z" });
  expect(body.now).toMatch(/^2030-01-01T00:00/);
  expect(body.offsetMs).toBeGreaterThan(0);
  const frozen = (await ask("POST", "/clock/freeze")).body;
  expect(frozen.now).toBe(frozen.frozenAt);
  const advanced = (await ask("POST", "/clock/advance", { ms: 60_000 })).body;
  expect(Date.parse(advanced.now)).toBe(Date.parse(frozen.now) + 60_000);
  expect(advanced.revision).toBe(await store.revision());
  expect((await ask("POST", "/clock/resume")).body).not.toHaveProperty("frozenAt");
});

test("time does not go back", async () => {
  const { ask } = await start();
  expect((await ask("POST", "/clock/set", { time: "2000-01-01T00:00:00Z" })).status).toBe(400);
  expect((await ask("POST", "/clock/advance", { ms: -1 })).status).toBe(400);
  expect((await ask("POST", "/clock/advance", {})).status).toBe(400);
});

test("the clock stands at the last moment that a Date can hold", async () => {
  const { ask, get } = await start();
  const last = "+275760-09-13T00:00:00.000Z";
  expect((await ask("POST", "/clock/set", { time: last })).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await get("/status")).clock.now).toBe(last);
  expect((await ask("PUT", "/parameters/a", { value: "1" })).status).toBe(200);
});

test("transitions are read and changed", async () => {
  const { ask, get } = await start();
  expect(await ask("PATCH", "/transitions", { "ec2:pending": "manual" })).toMatchObject({ status: 200 });
  expect(await get("/transitions")).toMatchObject({ "ec2:pending": "manual", "ec2:stopping": 2500 });
  const { status, body } = await ask("PATCH", "/transitions", { "ec2:pendign": 5 });
  expect([status, body.error.message]).toEqual([400, expect.stringContaining("ec2:pendign")]);
});

test("a patch is scheduled, listed and cancelled", async () => {
  const store = new MockStateStore();
  const { ask, get } = await start({ store });
  const patch = { cloudformation: { status: "UPDATE_COMPLETE" } };
  const { status, body } = await ask("POST", "/scheduled", { delayMs: 5000, patch });
  expect([status, body]).toEqual([201, { revision: 1, id: expect.any(String) }]);
  expect(await get("/scheduled")).toMatchObject([{ id: body.id, patch }]);
  const path = `/scheduled/${encodeURIComponent(body.id)}`;
  expect((await ask("DELETE", path)).status).toBe(200);
  expect((await ask("DELETE", path)).status).toBe(404);
  expect(await store.scheduled()).toEqual([]);
});

test("a wrong patch is not scheduled", async () => {
  const { ask } = await start();
  const { status, body } = await ask("POST", "/scheduled", { delayMs: 5, patch: { instance: { state: "asleep" } } });
  expect([status, body.error.message]).toEqual([400, expect.stringContaining("patch.instance.state")]);
});
