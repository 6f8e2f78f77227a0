const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");

test("a browser at the root is led to the inspector, and nobody else", async () => {
  const endpoint = await startEndpoint({ store: new MockStateStore(), port: 0 });
  const look = (accept) => fetch(endpoint.url, { headers: { accept }, redirect: "manual" });
  const browser = await look("text/html,application/xhtml+xml");
  expect([browser.status, browser.headers.get("location")]).toEqual([302, "/_mock/inspector"]);
  expect((await look("*/*")).status).not.toBe(302);
  await endpoint.close();
});
