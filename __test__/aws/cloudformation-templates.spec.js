const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

/** What CloudFormation says to a template, which it refuses, and to values of its parameters. */
async function refusal(TemplateBody, values = {}) {
  const Parameters = Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  const { cloudformation } = account();
  const { name, message, $metadata } = await rejection(() =>
    cloudformation.createStack({ StackName: "mine", TemplateBody, Parameters }),
  );
  expect([name, $metadata.httpStatusCode]).toEqual(["ValidationError", 400]);
  return message;
}

const TOPIC = "Resources: { T: { Type: AWS::SNS::Topic } }";
const properties = (text) => `Resources: { T: { Type: AWS::SNS::Topic, Properties: { X: ${text} } } }`;
const unresolved = (names, block) =>
  `Template format error: Unresolved resource dependencies [${names}] in the ${block} block of the template`;

test.each([
  [properties("!Ref Nope"), unresolved("Nope", "Resources")],
  [properties(`[!Sub '\${A.Arn}/\${B}/\${!C}/\${T}/\${AWS::Region}', !Ref A]`), unresolved("A, B", "Resources")],
  [properties(`!Sub ['\${A}\${B}', { A: !Ref C }]`), unresolved("B, C", "Resources")],
  ["Resources: { T: { Type: AWS::SNS::Topic, DependsOn: [T, Nope] } }", unresolved("Nope", "Resources")],
  [`${TOPIC}\nOutputs: { O: { Value: !Ref Nope } }`, unresolved("Nope", "Outputs")],
  [properties("!GetAtt A.B"), "Template error: instance of Fn::GetAtt references undefined resource A"],
])("a template refers to nothing that is not there: %s", async (template, message) => {
  expect(await refusal(template)).toBe(message);
});

test("a template that is transformed may refer to anything", async () => {
  const { cloudformation } = account();
  const TemplateBody = `Transform: AWS::Serverless-2016-10-31\n${properties("!Ref Nope")}`;
  await cloudformation.createStack({ StackName: "mine", TemplateBody, Capabilities: ["CAPABILITY_AUTO_EXPAND"] });
});

test("a template has CloudFormation's sections alone", async () => {
  expect(await refusal(`${TOPIC}\nA: 1\nB: 2`)).toBe("Invalid template property or properties [A, B]");
});

test("a template has 500 resources at most", async () => {
  const resources = Array.from({ length: 501 }, (_, n) => `  R${n}: { Type: AWS::SNS::Topic }`);
  expect(await refusal(["Resources:", ...resources].join("\n"))).toBe(
    "Template format error: Number of resources, 501, is greater than maximum allowed, 500",
  );
});

test.each([
  ["Type: Number", "x", "be a number"],
  ["Type: Number, MinValue: 5", "4.5", "be a number not less than 5"],
  ["Type: List<Number>, MaxValue: '5'", "1, 6", "be a number not greater than 5"],
  ["Type: String, MinLength: 3", "ab", "contain at least 3 characters"],
  ["Type: String, MaxLength: 3", "abcd", "contain at most 3 characters"],
  ["Type: String, AllowedPattern: 'a|b+'", "bba", "match pattern a|b+"],
])("the value of a parameter is what the template allows: %s, not %s", async (rules, value, rule) => {
  const template = `Parameters: { P: { ${rules} } }\n${TOPIC}`;
  expect(await refusal(template, { P: value })).toBe(`Parameter 'P' must ${rule}`);
});

test("a default is checked as any other value", async () => {
  expect(await refusal(`Parameters: { P: { Type: String, Default: a, MinLength: 2 } }\n${TOPIC}`)).toBe(
    "Parameter 'P' must contain at least 2 characters",
  );
});

test("what a template allows is taken", async () => {
  const { cloudformation } = account();
  const rules = "Type: String, AllowedPattern: 'a|b+', MinLength: 1, MaxLength: 3";
  const TemplateBody = `Parameters: { P: { ${rules} }, N: { Type: Number, MinValue: -1, Default: -1 } }\n${TOPIC}`;
  const Parameters = [{ ParameterKey: "P", ParameterValue: "bbb" }];
  await cloudformation.createStack({ StackName: "mine", TemplateBody, Parameters });
});

test("a parameter that is named has a value", async () => {
  expect(await refusal(`Parameters: { P: { Type: String, Default: a } }\n${TOPIC}`, { P: undefined })).toBe(
    "Invalid input for parameter key P. Need to specify either usePreviousValue as true or a value for the parameter",
  );
});
