const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("tags of parameters", () => {
  let store;
  let ssm;
  const ResourceId = "/minecraft/player-count";
  const resource = { ResourceType: "Parameter", ResourceId };

  beforeEach(() => {
    ({ store, ssm } = account());
  });

  const tags = (entries) => Object.entries(entries).map(([Key, Value]) => ({ Key, Value }));
  const add = (entries, to = resource) => ssm.addTagsToResource({ ...to, Tags: tags(entries) });
  const list = async (of = resource) => (await ssm.listTagsForResource(of)).TagList;

  it("are added, replaced, listed and removed", async () => {
    expect(await list()).toEqual([]);
    await add({ env: "one", empty: "" });
    await add({ env: "two" });
    expect(await list()).toEqual(tags({ empty: "", env: "two" }));
    expect((await store.getState()).ssm.parameters[ResourceId].metadata.tags).toEqual({ empty: "", env: "two" });
    await ssm.removeTagsFromResource({ ...resource, TagKeys: ["empty", "absent"] });
    expect(await list()).toEqual(tags({ env: "two" }));
  });

  it("come with the parameter, and outlive its versions", async () => {
    await ssm.putParameter({ Name: "/t", Value: "1", Type: "String", Tags: tags({ team: "a" }) });
    await ssm.putParameter({ Name: "/t", Value: "2", Overwrite: true });
    await store.setParameter("/t", "3");
    expect(await list({ ResourceType: "Parameter", ResourceId: "/t" })).toEqual(tags({ team: "a" }));
  });

  it("find parameters", async () => {
    await add({ env: "prod" });
    const found = async (filter) =>
      (await ssm.describeParameters({ ParameterFilters: [filter] })).Parameters.map(({ Name }) => Name);
    expect(await found({ Key: "tag:env" })).toEqual([ResourceId]);
    expect(await found({ Key: "tag:env", Values: ["prod"] })).toEqual([ResourceId]);
    expect(await found({ Key: "tag:env", Option: "BeginsWith", Values: ["pr"] })).toEqual([ResourceId]);
    expect(await found({ Key: "tag:env", Values: ["test"] })).toEqual([]);
  });

  it("are fifty at most", async () => {
    const some = (from, to) => Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`k${from + i}`, "v"]));
    await add(some(0, 50));
    await add({ k7: "other" });
    expect((await rejection(() => add({ k50: "v" }))).name).toBe("TooManyTagsError");
    const put = { Name: "/t", Value: "1", Type: "String", Tags: tags(some(0, 51)) };
    expect((await rejection(() => ssm.putParameter(put))).name).toBe("TooManyTagsError");
    expect(await list()).toHaveLength(50);
  });

  it("of AWS's own are refused", async () => {
    const expected = ["ValidationException", "aws: prefixed tag key names are not allowed for external use."];
    const put = { Name: "/t", Value: "1", Type: "String", Tags: tags({ "AWS:x": "y" }) };
    for (const refused of [() => add({ "aws:x": "y" }), () => ssm.putParameter(put)]) {
      const error = await rejection(refused);
      expect([error.name, error.message]).toEqual(expected);
    }
  });

  it("are of what there is", async () => {
    const refused = async (ResourceType, ResourceId) =>
      (await rejection(() => list({ ResourceType, ResourceId }))).name;
    expect(await refused("Parameter", "/no")).toBe("InvalidResourceId");
    expect(await refused("Document", "AWS-RunShellScript")).toBe("InvalidResourceId");
    expect(await refused("ManagedInstance", "mi-0123456789abcdef0")).toBe("InvalidResourceId");
    expect(await refused("ManagedInstance", INSTANCE)).toBe("InvalidResourceType");
    expect(await refused("Volume", "vol-1")).toBe("ValidationException");
  });

  it("are not given with an overwrite", async () => {
    const put = { Name: ResourceId, Value: "1", Overwrite: true, Tags: tags({ a: "b" }) };
    expect((await rejection(() => ssm.putParameter(put))).message).toMatch(/^Invalid request: tags and overwrite/);
  });
});
