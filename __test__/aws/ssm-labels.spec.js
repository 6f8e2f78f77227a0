const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("labels of a parameter's versions", () => {
  let store;
  let ssm;
  const Name = "/a";

  beforeEach(async () => {
    ({ store, ssm } = account());
    for (const Value of ["1", "2", "3"]) await ssm.putParameter({ Name, Value, Type: "String", Overwrite: true });
  });

  const label = (ParameterVersion, ...Labels) => ssm.labelParameterVersion({ Name, ParameterVersion, Labels });
  const value = async (selector) => (await ssm.getParameter({ Name: `${Name}:${selector}` })).Parameter.Value;
  const labels = async () => (await ssm.getParameterHistory({ Name })).Parameters.map(({ Labels }) => Labels);

  it("find a version, an old one too", async () => {
    expect(await label(1, "old")).toMatchObject({ InvalidLabels: [], ParameterVersion: 1 });
    expect(await value("old")).toBe("1");
    const { Parameters } = await ssm.getParameters({ Names: [`${Name}:old`, Name] });
    expect(Parameters.map(({ Value, Selector }) => [Value, Selector])).toEqual([
      ["3", undefined],
      ["1", ":old"],
    ]);
  });

  it("are put on the latest version where none is named", async () => {
    expect((await label(undefined, "new")).ParameterVersion).toBe(3);
    expect(await value("new")).toBe("3");
  });

  it("move from one version to another, and stay when a new one comes", async () => {
    await label(3, "prod", "beta");
    await label(1, "prod");
    await ssm.putParameter({ Name, Value: "4", Overwrite: true });
    expect(await labels()).toEqual([["prod"], [], ["beta"], []]);
    expect((await store.getState()).ssm.parameterHistory["/a:1"].metadata.labels).toEqual(["prod"]);
  });

  it("that cannot be are answered, and the others are put on", async () => {
    const { InvalidLabels } = await label(2, "awsX", "SSMx", "1st", "a b", "a:b", "fine-1.x_y");
    expect(InvalidLabels.sort()).toEqual(["1st", "SSMx", "a b", "a:b", "awsX"]);
    expect(await labels()).toEqual([[], ["fine-1.x_y"], []]);
  });

  it("are ten on a version at most", async () => {
    await label(2, ..."abcdefghij");
    const error = await rejection(() => label(2, "k"));
    expect([error.name, error.message]).toEqual([
      "ParameterVersionLabelLimitExceeded",
      "A parameter version can have maximum 10 labels. Move one or more labels to another version and try again.",
    ]);
    await label(3, "j");
    await label(2, "k");
  });

  it("need a version and a parameter that there are", async () => {
    const missing = await rejection(() => label(9, "x"));
    expect([missing.name, missing.message]).toEqual([
      "ParameterVersionNotFound",
      "Systems Manager could not find version 9 of /a. Verify the version and try again.",
    ]);
    const nothing = () => ssm.labelParameterVersion({ Name: "/no", Labels: ["x"] });
    expect((await rejection(nothing)).name).toBe("ParameterNotFound");
    const unknown = await rejection(() => value("nowhere"));
    expect([unknown.name, unknown.message]).toEqual([
      "ParameterVersionNotFound",
      "Systems Manager could not find a version of /a that has the specified label, nowhere. Verify the parameter label and try again.",
    ]);
    expect((await rejection(() => value("1:2"))).message).toMatch(
      /^Invalid parameter name\. Please use correct syntax/,
    );
  });

  it("find versions by path, one label at a time", async () => {
    await label(1, "old");
    const byLabel = (...Values) => ssm.getParametersByPath({ Path: "/", ParameterFilters: [{ Key: "Label", Values }] });
    expect((await byLabel("old")).Parameters).toMatchObject([{ Name, Value: "1", Version: 1 }]);
    expect((await byLabel("new")).Parameters).toEqual([]);
    expect((await rejection(() => byLabel("old", "new"))).name).toBe("InvalidFilterValue");
  });

  it("keep the oldest of a hundred versions", async () => {
    await label(1, "precious");
    for (let i = 4; i <= 100; i += 1) await ssm.putParameter({ Name, Value: `${i}`, Overwrite: true });
    const error = await rejection(() => ssm.putParameter({ Name, Value: "x", Overwrite: true }));
    expect(error.name).toBe("ParameterMaxVersionLimitExceeded");
    expect(error.message).toMatch(/^You attempted to create a new version of \/a .*Version 1, the oldest version/);
    await label(2, "precious");
    expect((await ssm.putParameter({ Name, Value: "x", Overwrite: true })).Version).toBe(101);
  });

  it("can be on a parameter that only methods have set", async () => {
    await ssm.labelParameterVersion({ Name: "/minecraft/player-count", Labels: ["zero"] });
    await store.setParameter("/minecraft/player-count", "5");
    const { Parameter } = await ssm.getParameter({ Name: "/minecraft/player-count:zero" });
    expect(Parameter).toMatchObject({ Value: "0", Version: 1 });
  });
});
