const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

/** A call of each service. */
const CALLS = {
  ec2: ({ ec2 }) => ec2.startInstances({ InstanceIds: [INSTANCE] }),
  ssm: ({ ssm }) => ssm.getParameter({ Name: "/minecraft/player-count" }),
  cloudformation: ({ cloudformation }) => cloudformation.describeStacks({}),
  ce: ({ ce }) => ce.getCostAndUsage({ TimePeriod: PERIOD, Granularity: "MONTHLY", Metrics: ["UnblendedCost"] }),
  lambda: ({ lambda }) => lambda.invoke({ FunctionName: "f" }),
  sts: ({ sts }) => sts.getCallerIdentity({}),
  ses: ({ ses }) => ses.sendEmail(MAIL),
};
const PERIOD = { Start: "2026-01-01", End: "2026-02-01" };
const MAIL = {
  Source: "a@example.com",
  Destination: { ToAddresses: ["b@example.com"] },
  Message: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } },
};

/** The code of each error by service, and how many attempts the SDK makes of it. */
const WORDS = {
  throttling: {
    attempts: 3,
    ec2: ["RequestLimitExceeded", 503],
    ssm: ["ThrottlingException", 400],
    cloudformation: ["Throttling", 400],
    ce: ["LimitExceededException", 400],
    lambda: ["TooManyRequestsException", 429],
    sts: ["Throttling", 400],
    ses: ["Throttling", 400],
  },
  unavailable: {
    attempts: 3,
    ec2: ["Unavailable", 503],
    ssm: ["ServiceUnavailable", 503],
    cloudformation: ["ServiceUnavailable", 503],
    ce: ["ServiceUnavailable", 503],
    lambda: ["ServiceUnavailable", 503],
    sts: ["ServiceUnavailable", 503],
    ses: ["ServiceUnavailable", 503],
  },
  internal: {
    attempts: 3,
    ec2: ["InternalError", 500],
    ssm: ["InternalServerError", 500],
    cloudformation: ["InternalFailure", 500],
    ce: ["InternalFailure", 500],
    lambda: ["ServiceException", 500],
    sts: ["InternalFailure", 500],
    ses: ["InternalFailure", 500],
  },
  "access-denied": {
    attempts: 1,
    ec2: ["UnauthorizedOperation", 403],
    ssm: ["AccessDeniedException", 400],
    cloudformation: ["AccessDenied", 403],
    ce: ["AccessDeniedException", 400],
    lambda: ["AccessDeniedException", 403],
    sts: ["AccessDenied", 403],
    ses: ["AccessDenied", 403],
  },
};

function prepared() {
  const clients = account();
  clients.store.onInvoke("f", () => "answer");
  return clients;
}

const ALL = Object.entries(WORDS);
const SERVICES = Object.keys(CALLS);

test.each(ALL)("the error %s has each service's code and status, and the SDK's attempts", async (error, words) => {
  const outcome = async (service) => {
    const clients = prepared();
    await clients.store.addFault({ action: "*", error });
    const { name, $metadata } = await rejection(() => CALLS[service](clients));
    return [name, $metadata.httpStatusCode, $metadata.attempts];
  };
  expect(await Promise.all(SERVICES.map(outcome))).toEqual(SERVICES.map((name) => [...words[name], words.attempts]));
});

const RETRIED = ALL.filter(([, { attempts }]) => attempts > 1);

test.each(RETRIED)("the error %s is survived where it is for one call", async (error, words) => {
  const clients = prepared();
  for (const service of SERVICES) await clients.store.addFault({ action: `${service}:*`, error, times: 1 });
  await Promise.all(SERVICES.map((service) => CALLS[service](clients)));
  for (const service of SERVICES) {
    const calls = await clients.store.calls({ service });
    expect(calls.map((call) => [call.attempt, call.error?.code])).toEqual([
      [1, words[service][0]],
      [2, undefined],
    ]);
  }
});
