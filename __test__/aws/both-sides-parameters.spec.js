const { rejection } = require("../support/errors.js");
const { describeBothSides } = require("./support/both-sides.js");

describeBothSides("parameters", (both) => {
  test("go both ways", async () => {
    const { clients, store } = both();
    await clients.ssm.putParameter({ Name: "/a", Value: "wire", Type: "String" });
    expect(await store.getParameter("/a")).toBe("wire");
    await store.setParameter("/a", "method");
    const { Parameter } = await clients.ssm.getParameter({ Name: "/a" });
    expect(Parameter).toMatchObject({ Value: "method", Type: "String", Version: 2 });
    await store.deleteParameter("/a");
    expect((await rejection(() => clients.ssm.getParameter({ Name: "/a" }))).name).toBe("ParameterNotFound");
  });

  test("a SecureString of a method is an opaque blob without WithDecryption", async () => {
    const { clients, store } = both();
    await store.setParameter("/a", "hush", "SecureString");
    const plain = await clients.ssm.getParameter({ Name: "/a", WithDecryption: true });
    expect(plain.Parameter).toMatchObject({ Type: "SecureString", Value: "hush" });
    const { Parameter } = await clients.ssm.getParameter({ Name: "/a" });
    expect(Parameter.Value).toMatch(/^[\w+/]+=*$/);
    expect(Buffer.from(Parameter.Value, "base64").toString()).not.toContain("hush");
  });

  test("a StringList of a client is one for the methods", async () => {
    const { clients, store } = both();
    await clients.ssm.putParameter({ Name: "/a", Value: "x,y", Type: "StringList" });
    expect((await store.getAllParameters())["/a"]).toMatchObject({ value: "x,y", type: "StringList" });
  });

  test("a transaction runs again where a client has changed what it has read", async () => {
    const { clients, store } = both();
    const seen = [];
    await store.transact(async ({ ssm: { parameters } }) => {
      seen.push(parameters["/minecraft/player-count"].value);
      const raised = { Name: "/minecraft/player-count", Value: "5", Overwrite: true };
      if (seen.length === 1) await clients.ssm.putParameter(raised);
      parameters["/a"] = { value: seen.at(-1), type: "String", lastModified: "2026-01-29T12:00:00.000Z" };
    });
    expect(seen).toEqual(["0", "5"]);
    expect((await clients.ssm.getParameter({ Name: "/a" })).Parameter.Value).toBe("5");
  });

  test("versions are counted from the first one on that a client has set", async () => {
    const { clients, store } = both();
    await store.setParameter("/a", "w");
    await clients.ssm.putParameter({ Name: "/a", Value: "x", Overwrite: true });
    await store.setParameter("/a", "y");
    const { Parameters } = await clients.ssm.getParameterHistory({ Name: "/a" });
    expect(Parameters.map(({ Version, Value }) => [Version, Value])).toEqual([
      [1, "w"],
      [2, "x"],
      [3, "y"],
    ]);
    expect((await clients.ssm.getParameter({ Name: "/a:2" })).Parameter.Value).toBe("x");
  });
});
