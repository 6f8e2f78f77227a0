"use strict";

/* Stores that are called by clients of the AWS SDK. */

const path = require("node:path");
const { DescribeInstancesCommand, EC2Client, RunInstancesCommand } = require("@aws-sdk/client-ec2");
const {
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} = require("@aws-sdk/client-ssm");

/** @import * as Api from "../index.js" */
/** @typedef {{ request: any, answer(): Promise<unknown> }} Captured a request as the SDK has made it */

/** An account behind clients of the SDK. */
class AwsAccount {
  /** @param {Api.MockStateStore} store @param {any} config of the clients @param {() => Promise<unknown>} [close] */
  constructor(store, config, close) {
    this.store = store;
    this.ssm = new SSMClient(config);
    this.ec2 = new EC2Client(config);
    this.close = close;
  }

  /** @param {Api.MockStatePatch} patch */
  patchState(patch) {
    return this.store.patchState(patch);
  }

  /** @param {string} name */
  getParameter(name) {
    return this.ssm.send(new GetParameterCommand({ Name: name }));
  }

  /** @param {string} name @param {string} value */
  putParameter(name, value) {
    return this.ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: "String", Overwrite: true }));
  }

  /** @param {string} folder */
  getParametersByPath(folder) {
    return this.ssm.send(new GetParametersByPathCommand({ Path: folder, Recursive: true }));
  }

  /** @param {number} [count] */
  describeInstances(count) {
    return this.ec2.send(new DescribeInstancesCommand({ MaxResults: count }));
  }

  /** @param {number} count */
  runInstances(count) {
    const instances = { ImageId: "ami-0abcdef1234567890", MinCount: count, MaxCount: count };
    return this.ec2.send(new RunInstancesCommand(instances));
  }
}

/**
 * The package in process, with clients that it answers.
 *
 * @param {string} build
 */
function sdkAccount(build) {
  const store = new (require(build).MockStateStore)({ callHistoryLimit: 100 });
  return new AwsAccount(store, require(path.join(build, "aws.js")).awsClientConfig(store));
}

/**
 * The same, over HTTP in the same process.
 *
 * @param {string} build
 */
async function httpAccount(build) {
  const store = new (require(build).MockStateStore)({ callHistoryLimit: 100 });
  const endpoint = await require(path.join(build, "aws.js")).startEndpoint({ store, port: 0 });
  const credentials = { accessKeyId: "mock", secretAccessKey: "mock" };
  const config = { endpoint: endpoint.url, region: "us-east-1", credentials };
  return new AwsAccount(store, config, () => endpoint.close());
}

/**
 * The same clients with a handler that answers fixed bytes: those that the package has answered to the first request of
 * an operation.
 *
 * @param {string} build
 */
function fixedAccount(build) {
  const account = sdkAccount(build);
  /** @type {Map<string, any>} */
  const responses = new Map();
  return withHandler(account, async (handler, request) => {
    const operation = request.headers["x-amz-target"] ?? request.body;
    let fixed = responses.get(operation);
    if (fixed === undefined) {
      ({ response: fixed } = await handler.handle(request));
      responses.set(operation, { ...fixed, body: Buffer.from(fixed.body) });
    }
    return { response: { ...fixed, headers: { ...fixed.headers }, body: Buffer.from(fixed.body) } };
  });
}

/**
 * The package without the SDK: a call repeats the request of the first one of its operation, from its bytes to those of
 * the response.
 *
 * @param {string} build
 */
function dispatcherAccount(build) {
  return withHandler(sdkAccount(build), (handler, request) => {
    throw { request, answer: () => handler.handle(request) };
  });
}

/**
 * The same, with 100 rules that no call matches: for other operations, other resources, or at another time.
 *
 * @param {string} build
 */
async function faultyAccount(build) {
  const account = dispatcherAccount(build);
  for (let index = 0; index < 100; index++) {
    const rules = [
      { action: ["ec2:Start*", "ssm:Put*", "cloudformation:*"] },
      { action: "*", resource: [`i-${index}*`, `/app/${index}/*`] },
      { action: "*", until: "2020-01-01T00:00:00.000Z" },
    ];
    await account.store.addFault({ ...rules[index % 3], error: "throttling" });
  }
  return account;
}

/**
 * @param {AwsAccount} account
 * @param {(handler: any, request: any) => Promise<unknown>} handle
 */
function withHandler(account, handle) {
  for (const client of [account.ssm, account.ec2]) {
    const handler = /** @type {any} */ (client.config.requestHandler);
    client.config.requestHandler = /** @type {any} */ ({
      handle: (/** @type {any} */ request) => handle(handler, request),
      metadata: handler.metadata,
      destroy() {},
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    });
  }
  return account;
}

/**
 * What repeats a call without the SDK, where the account is one of {@link dispatcherAccount}; the call itself elsewhere.
 *
 * @param {() => Promise<unknown>} call
 */
function repeated(call) {
  /** @type {Captured | undefined} */
  let captured;
  return async () => {
    if (captured !== undefined) return captured.answer();
    try {
      return await call();
    } catch (error) {
      captured = /** @type {Captured} */ (error);
      if (captured.answer === undefined) throw error;
      return captured.answer();
    }
  };
}

module.exports = { AwsAccount, dispatcherAccount, faultyAccount, fixedAccount, httpAccount, repeated, sdkAccount };
