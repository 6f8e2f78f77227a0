const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");

test("the body of an answer is a Uint8Array of the realm, as under jsdom, where a Buffer is none", async () => {
  const store = new MockStateStore();
  const { requestHandler } = awsClientConfig(store);
  class Uint8ArrayOfRealm extends Uint8Array {}
  vi.stubGlobal("Uint8Array", Uint8ArrayOfRealm);
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  try {
    const { response } = await requestHandler.handle({ method: "POST", path: "/", headers, body });
    expect(response.body).toBeInstanceOf(Uint8ArrayOfRealm);
    expect(Buffer.from(response.body).toString()).toContain("<Account>123456789012</Account>");
  } finally {
    vi.unstubAllGlobals();
  }
});
