"use strict";

const PACKAGES = {
  ec2: ["@aws-sdk/client-ec2", "EC2Client"],
  ssm: ["@aws-sdk/client-ssm", "SSMClient"],
  cloudformation: ["@aws-sdk/client-cloudformation", "CloudFormationClient"],
  ce: ["@aws-sdk/client-cost-explorer", "CostExplorerClient"],
  lambda: ["@aws-sdk/client-lambda", "LambdaClient"],
  sts: ["@aws-sdk/client-sts", "STSClient"],
  ses: ["@aws-sdk/client-ses", "SESClient"],
};

// The SDK warns of versions of Node that it is about to leave behind.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** A client of the AWS SDK whose requests are answered by `handle`. */
function sdk(service, handle) {
  const [name, client] = PACKAGES[service];
  const module = require(name);
  const requestHandler = { handle, updateHttpClientConfig() {}, httpHandlerConfigs: () => ({}), destroy() {} };
  const options = { region: "eu-central-1", credentials: { accessKeyId: "AKID", secretAccessKey: "secret" } };
  return {
    client: new module[client]({ ...options, requestHandler, maxAttempts: 1 }),
    command: (operation, input) => new module[`${operation}Command`](input),
  };
}

/** The question for the codec that a request of an SDK is. */
function asked({ method, path, query, headers, body }) {
  const search = new URLSearchParams(query).toString().replaceAll("+", "%20");
  const lower = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value]);
  const target = search ? `${path}?${search}` : path;
  return { request: { method, target, headers: lower, body: base64(body ?? "") } };
}

function base64(body) {
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
  return bytes.toString("base64");
}

/** The response for an SDK that an answer of the codec is. */
function answered({ status, headers, body }) {
  const response = {
    statusCode: status,
    headers: Object.fromEntries(headers),
    body: Uint8Array.from(Buffer.from(body, "base64")),
  };
  return { response };
}

module.exports = { sdk, asked, answered };
