const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, namesIn } = require("../support/folder.js");

async function change({ MockStateStore }, persistencePath) {
  const store = new MockStateStore({ enablePersistence: true, persistencePath });
  await store.setParameter("a", "b");
  const { code } = await store.persistNow().then(
    () => ({}),
    (error) => error,
  );
  return { code, value: await store.getParameter("a") };
}

describe("what is no regular file", () => {
  const folder = useFolder();
  const env = { NODE_NO_WARNINGS: "1" };

  it.for([
    ["a device, such as /dev/null", "mknod", ["c", "1", "3"], (stat) => stat.isCharacterDevice()],
    ["a pipe", "mkfifo", [], (stat) => stat.isFIFO()],
  ])("is left alone and not waited for: %s", async ([, command, args, isStill], context) => {
    const file = folder("special");
    const made = spawnSync(command, [file, ...args]);
    if (made.status !== 0) context.skip(`this machine does not let us call ${command}`);
    let child;
    const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const onSpawn = (spawned) => {
      child = spawned;
    };
    const ended = await runInChild(change, [file], { env, onSpawn });
    clearTimeout(timer);
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.result).toEqual({ code: "ERR_PERSISTENCE", value: "b" });
    expect(namesIn(folder())).toEqual(["special"]);
    expect(isStill(fs.statSync(file))).toBe(true);
  });
});
