const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { promisify } = require("node:util");
const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("mock-state-store/aws");
const { root } = require("../support/package.js");

// The requests that documents show for a shell are answered, and with what is shown.

const text = (file) => fs.readFileSync(path.join(root, file), "utf8");

/** The commands of the blocks for a shell, and those within a line of text, that ask by curl. */
function requestsOf(file) {
  return [...text(file).matchAll(/(?:^|`)(curl [^`\n]*)/gm)].map(([, command]) => ({ file, command }));
}

const REQUESTS = ["README.md", "docs/control-api.md", "docs/inspector.md", "examples/next-app/README.md"]
  .flatMap(requestsOf)
  .filter(({ command }) => command.includes("http"));

let store;
let endpoint;
beforeEach(async () => {
  store = new MockStateStore();
  endpoint = await startEndpoint({ store, port: 0 });
});
afterEach(async () => {
  await endpoint.close();
  await store.close();
});

/** Runs a command as a shell does, on the endpoint in place of the one that it names. */
async function run(command) {
  const here = command
    .replace(/http:\/\/localhost:3000\/api\/mock/, `${endpoint.url}/_mock`)
    .replace("http://127.0.0.1:4566", endpoint.url)
    .replace(/^curl/, "curl --silent --show-error --fail-with-body --noproxy '*'");
  const { stdout } = await promisify(execFile)("sh", ["-c", here]);
  return JSON.parse(stdout);
}

test.each(REQUESTS)("$file: $command", async ({ command }) => {
  expect(await run(command)).toMatchObject({});
});

test("control-api.md shows requests", () => {
  expect(REQUESTS.filter(({ file }) => file === "docs/control-api.md").length).toBeGreaterThan(2);
});

test("the status that is shown has the members of a real one", async () => {
  const [, shown] = /^```json\n(\{\n {2}"version".*?)^```$/ms.exec(text("docs/control-api.md"));
  await store.applyScenario("throttled");
  await store.updateInstanceState("running");
  const members = (value) =>
    typeof value !== "object" || value === null
      ? typeof value
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, members(part)]));
  const real = await run("curl http://127.0.0.1:4566/_mock/status");
  expect(members(JSON.parse(shown))).toEqual({ ...members(real), file: "string" });
});
