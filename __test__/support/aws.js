const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");

const CLIENTS = {
  ec2: ["@aws-sdk/client-ec2", "EC2"],
  ssm: ["@aws-sdk/client-ssm", "SSM"],
  cloudformation: ["@aws-sdk/client-cloudformation", "CloudFormation"],
  ce: ["@aws-sdk/client-cost-explorer", "CostExplorer"],
  lambda: ["@aws-sdk/client-lambda", "Lambda"],
  sts: ["@aws-sdk/client-sts", "STS"],
  ses: ["@aws-sdk/client-ses", "SES"],
};

// The SDK warns of versions of Node that it is about to leave behind.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** The account's own instance, and its volume. */
const INSTANCE = "i-mock1234567890abcdef";
const VOLUME = "vol-mock1234567890abcdef";

/** An image that instances can be launched from, as any that has an id. */
const IMAGE = "ami-0123456789abcdef0";

/** A template that CloudFormation takes. */
const TEMPLATE = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}';

/** A store with a client of the AWS SDK for each service, by the service's name in credentials. */
function account(options, clientOptions) {
  return clientsOf(new MockStateStore(options), clientOptions);
}

/** Clients of a store that is there. */
function clientsOf(store, clientOptions) {
  const clients = { store };
  for (const [service, [name, client]] of Object.entries(CLIENTS)) {
    let made;
    Object.defineProperty(clients, service, {
      get() {
        made ??= new (require(name)[client])({ ...awsClientConfig(store), ...clientOptions });
        return made;
      },
    });
  }
  return clients;
}

module.exports = { IMAGE, INSTANCE, TEMPLATE, VOLUME, account, clientsOf };
