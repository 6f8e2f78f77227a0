const { once } = require("node:events");
const { PreparedAccount } = require("../../lib/testing/prepared.js");

test.each([
  ["seed", "options: { seed }"],
  ["scenarios", "options: { scenarios }"],
  ["prepair", "prepare"],
])("the unknown option %s comes with what is meant: %s", async (name, meant) => {
  const warned = once(process, "warning");
  new PreparedAccount({ [name]: 1 }, "mockAccount");
  const [{ code, message }] = await warned;
  expect(code).toBe("ERR_UNKNOWN_OPTION");
  expect(message).toBe(`Unknown option "${name}" of mockAccount(); did you mean "${meant}"?`);
});
