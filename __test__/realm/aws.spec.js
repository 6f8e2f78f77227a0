const http = require("node:http");
const { MockStateStore, getMockStateStore, resetMockStateStore } = require("mock-state-store");
const { awsClientConfig, startEndpoint } = require("mock-state-store/aws");
const { rejection, thrown } = require("../support/errors.js");
const { runner } = require("../support/timers.js");

const identity = {
  method: "POST",
  path: "/",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
};

const handle = (options) => awsClientConfig().requestHandler.handle(identity, options);

describe("the account on the wire", () => {
  let endpoint;
  beforeEach(async () => {
    endpoint = await startEndpoint({ port: 0 });
  });
  afterEach(async () => {
    await endpoint.close();
    resetMockStateStore();
  });

  it("gives the same bytes in process and on a port", async () => {
    const { response } = await handle();
    expect(response.statusCode).toBe(200);
    const inProcess = Buffer.from(response.body).toString();
    expect(inProcess).toContain("<Account>123456789012</Account>");
    expect(withoutId(await post(endpoint))).toBe(withoutId(inProcess));
  });

  it("rejects with errors of this realm", async () => {
    const aborted = await rejection(() => handle({ abortSignal: AbortSignal.abort() }));
    expect(aborted).toBeInstanceOf(Error);
    expect(aborted.name).toBe("AbortError");
    const { port } = endpoint;
    const taken = await rejection(() => startEndpoint({ port, store: new MockStateStore() }));
    expect(taken).toBeInstanceOf(Error);
    expect(taken.code).toBe("EADDRINUSE");
    for (const error of [thrown(() => awsClientConfig(5)), await rejection(() => startEndpoint({ port: -1 }))]) {
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  it.each(["reset", "empty", "malformed", "timeout"])(
    "rejects so where a connection breaks: %s",
    async (connection) => {
      await getMockStateStore().addFault({
        action: "sts:*",
        connection,
        ...(connection === "timeout" && { afterMs: 1 }),
      });
      const error = await rejection(() => handle());
      expect(error).toBeInstanceOf(Error);
      expect(error.code).toMatch(/^(ECONNRESET|HPE_INVALID_CONSTANT|ETIMEDOUT)$/);
    },
  );

  it("answers over HTTP while timers are fake, and closes", async () => {
    runner.useFakeTimers();
    try {
      expect(await post(endpoint)).toContain("<Account>");
      await endpoint.close();
    } finally {
      runner.useRealTimers();
    }
  });
});

/** Node's own client, which is of another realm than the spec: its timers are never fake. */
function post({ port }) {
  const { method, headers, body } = identity;
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    request.on("error", reject).end(body);
  });
}

function withoutId(xml) {
  return xml.replace(/<RequestId>.*?<\/RequestId>/, "");
}
