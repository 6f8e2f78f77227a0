const { paginateGetParametersByPath } = require("@aws-sdk/client-ssm");
const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("parameters through the SDK", () => {
  let store;
  let ssm;
  beforeEach(() => {
    ({ store, ssm } = account());
  });

  const get = async (Name, WithDecryption) => (await ssm.getParameter({ Name, WithDecryption })).Parameter;
  const put = (input) => ssm.putParameter({ Type: "String", ...input });

  it("are those of the methods", async () => {
    const { lastModified } = (await store.getAllParameters())["/minecraft/player-count"];
    expect(await get("/minecraft/player-count")).toEqual({
      Name: "/minecraft/player-count",
      Type: "String",
      Value: "0",
      Version: 1,
      LastModifiedDate: new Date(lastModified),
      ARN: "arn:aws:ssm:us-east-1:123456789012:parameter/minecraft/player-count",
      DataType: "text",
    });
    await put({ Name: "/minecraft/player-count", Value: "7", Overwrite: true });
    expect(await store.getParameter("/minecraft/player-count")).toBe("7");
  });

  it("have versions, which the methods count on", async () => {
    expect(await put({ Name: "/a", Value: "1" })).toMatchObject({ Version: 1, Tier: "Standard" });
    expect(await put({ Name: "/a", Value: "2", Overwrite: true })).toMatchObject({ Version: 2 });
    await store.setParameter("/a", "3");
    const { Parameters } = await ssm.getParameterHistory({ Name: "/a" });
    expect(Parameters.map(({ Version, Value }) => [Version, Value])).toEqual([
      [1, "1"],
      [2, "2"],
      [3, "3"],
    ]);
    expect(await get("/a:2")).toMatchObject({ Value: "2", Version: 2, Selector: ":2" });
    expect((await rejection(() => get("/a:9"))).name).toBe("ParameterVersionNotFound");
  });

  it("that exist are not overwritten unasked", async () => {
    const error = await rejection(() => put({ Name: "/minecraft/player-count", Value: "1" }));
    expect([error.name, error.$metadata.httpStatusCode]).toEqual(["ParameterAlreadyExists", 400]);
    expect(error.message).toMatch(/^The parameter already exists\. To overwrite this value/);
  });

  it("that do not exist are not found", async () => {
    expect((await rejection(() => get("/no/such"))).name).toBe("ParameterNotFound");
    const names = ["/minecraft/player-count", "/no/such"];
    const found = await ssm.getParameters({ Names: names });
    expect(found.Parameters.map(({ Name }) => Name)).toEqual(names.slice(0, 1));
    expect(found.InvalidParameters).toEqual(names.slice(1));
    expect((await rejection(() => ssm.deleteParameter({ Name: "/no/such" }))).name).toBe("ParameterNotFound");
    const deleted = await ssm.deleteParameters({ Names: names });
    expect([deleted.DeletedParameters, deleted.InvalidParameters]).toEqual([names.slice(0, 1), names.slice(1)]);
    expect(await store.getParameter(names[0])).toBe(null);
  });

  it("keep a secret from those who do not ask for it", async () => {
    await put({ Name: "/s", Value: "hunter2", Type: "SecureString" });
    const { Value } = await get("/s");
    expect(Value).toMatch(/^AQICAH[\w+/]+=*$/);
    expect((await get("/s")).Value).toBe(Value);
    expect((await get("/s", true)).Value).toBe("hunter2");
  });

  it("come in pages by path", async () => {
    for (let i = 0; i < 25; i += 1) await store.setParameter(`/p/${String(i).padStart(2, "0")}`, `${i}`);
    await store.setParameter("/p/deep/er", "x");
    const pages = [];
    for await (const page of paginateGetParametersByPath({ client: ssm, pageSize: 10 }, { Path: "/p" })) {
      pages.push(page.Parameters.map(({ Value }) => Value));
    }
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(Array.from({ length: 25 }, (_, i) => `${i}`));
  });

  it("are described with what was said of them", async () => {
    await put({ Name: "/d", Value: "1", Description: "how many", Tags: [{ Key: "team", Value: "a" }] });
    const ParameterFilters = [{ Key: "tag:team", Values: ["a"] }];
    const { Parameters } = await ssm.describeParameters({ ParameterFilters });
    expect(Parameters).toMatchObject([{ Name: "/d", Description: "how many", Tier: "Standard", Version: 1 }]);
    expect(await store.getAllParameters()).toMatchObject({
      "/d": { metadata: { version: 1, description: "how many", tags: { team: "a" } } },
    });
  });

  it("over 4,096 characters need another tier", async () => {
    const error = await rejection(() => put({ Name: "/l", Value: "x".repeat(4097) }));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toMatch(/^Standard tier parameters support a maximum parameter value of 4096 characters\./);
    await put({ Name: "/l", Value: "x".repeat(4097), Tier: "Advanced" });
  });
});
