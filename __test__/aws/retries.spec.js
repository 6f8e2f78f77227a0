const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const next = (errorCode) => ({ failNext: true, alwaysFail: false, errorCode });
const attempts = async (store) => (await store.calls()).map(({ attempt, error }) => [attempt, error?.code]);

test("a ThrottlingException for one call is survived, and seen as attempts 1 and 2", async () => {
  const { store, ssm } = account();
  await store.setOperationFailure("GetParameter", next("ThrottlingException"));
  const { Parameter } = await ssm.getParameter({ Name: "/minecraft/player-count" });
  expect(Parameter.Value).toBe("0");
  expect(await attempts(store)).toEqual([
    [1, "ThrottlingException"],
    [2, undefined],
  ]);
});

test("EC2's RequestLimitExceeded is survived", async () => {
  const { store, ec2 } = account();
  await store.setOperationFailure("StartInstances", next("RequestLimitExceeded"));
  await ec2.startInstances({ InstanceIds: [INSTANCE] });
  expect(await attempts(store)).toEqual([
    [1, "RequestLimitExceeded"],
    [2, undefined],
  ]);
  expect((await store.getInstance()).state).toBe("pending");
});

test("Lambda's TooManyRequestsException is survived", async () => {
  const { store, lambda } = account();
  store.onInvoke("f", () => "answer");
  await store.setOperationFailure("Invoke", next("TooManyRequestsException"));
  const { Payload } = await lambda.invoke({ FunctionName: "f" });
  expect(Payload.transformToString()).toBe('"answer"');
  expect(await attempts(store)).toEqual([
    [1, "TooManyRequestsException"],
    [2, undefined],
  ]);
});

test("an error of the server is survived", async () => {
  const { store, sts } = account();
  await store.setOperationFailure("GetCallerIdentity", next("InternalFailure"));
  expect((await sts.getCallerIdentity()).Account).toBe("123456789012");
  expect(await attempts(store)).toEqual([
    [1, "InternalFailure"],
    [2, undefined],
  ]);
});

test("after three attempts the error is the caller's", async () => {
  const { store, ssm } = account();
  const failure = { failNext: false, alwaysFail: true, errorCode: "InternalServerError" };
  await store.setOperationFailure("GetParameter", failure);
  const error = await rejection(() => ssm.getParameter({ Name: "/minecraft/player-count" }));
  expect(error).toMatchObject({ name: "InternalServerError", $metadata: { httpStatusCode: 500, attempts: 3 } });
  expect((await attempts(store)).map(([attempt]) => attempt)).toEqual([1, 2, 3]);
});

test.each(["AccessDeniedException", "ValidationException", "SomeCodeThatNobodyKnows"])(
  "%s is not tried again",
  async (code) => {
    const { store, ssm } = account();
    await store.setOperationFailure("GetParameter", next(code));
    const error = await rejection(() => ssm.getParameter({ Name: "/minecraft/player-count" }));
    expect(error).toMatchObject({ name: code, $metadata: { attempts: 1 } });
    expect(await attempts(store)).toEqual([[1, code]]);
  },
);

test("RunInstances with a token that the SDK fills in runs one instance, however often it is tried", async () => {
  const { ec2 } = account();
  let lost = false;
  // The first answer is lost on its way, as with a broken connection.
  ec2.middlewareStack.add(
    (handler) => async (args) => {
      const answered = await handler(args);
      if (lost) return answered;
      lost = true;
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    },
    { step: "deserialize", priority: "low" },
  );
  await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceType: "t3.micro" });
  expect(lost).toBe(true);
  const { Reservations } = await ec2.describeInstances({ Filters: [{ Name: "instance-type", Values: ["t3.micro"] }] });
  expect(Reservations.flatMap(({ Instances }) => Instances)).toHaveLength(1);
});
