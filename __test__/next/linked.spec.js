const fs = require("node:fs");
const path = require("node:path");
const { useSharedFolder } = require("./support/application.js");
const { openBrowser } = require("./support/browser.js");
const { layOut } = require("./support/linked-application.js");
const { build, develop, startStandalone } = require("./support/next.js");

/** To webpack both places are one, and a build with it takes as long as all the others. */
const cases = [
  { place: "elsewhere", bundler: "webpack" },
  { place: "elsewhere", bundler: "turbopack" },
  { place: "workspace", bundler: "turbopack" },
];

describe.each(cases)("a linked package ($place) with $bundler", ({ place, bundler }) => {
  const folder = useSharedFolder();
  let laidOut;

  beforeAll(() => {
    laidOut = layOut(folder("source"), place);
  });

  it("is one store in Node and the stub at the edge, in development", async () => {
    await expectStoreAndStub(await develop(laidOut.application, bundler));
  });

  it("is one store in Node and the stub at the edge, deployed without its source", async () => {
    await build(laidOut.application, bundler);
    fs.renameSync(path.join(laidOut.application, ".next", "standalone"), folder("deployed"));
    fs.rmSync(folder("source"), { recursive: true });
    await expectStoreAndStub(await startStandalone(folder("deployed", laidOut.serverFile)));
  });
});

async function expectStoreAndStub(server) {
  try {
    const browser = openBrowser(server.url);
    const status = { state: "stopped", isStoreOfInstrumentation: true, statusOfAws: 200 };
    expect(await browser.json("/api/status")).toEqual(status);
    expect(await browser.json("/api/edge")).toEqual(Array(4).fill("ERR_UNSUPPORTED_RUNTIME"));
    expect(await browser.json("/api/mock/state/instance/state")).toBe("stopped");
    expect(server.output()).not.toMatch(/additional root|unrecognized/i);
  } finally {
    await server.stop();
  }
}
