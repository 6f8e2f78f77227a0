"use strict";

// The SDK warns of versions of Node that it is about to leave behind.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const { EC2 } = require("@aws-sdk/client-ec2");
const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");

const INSTANCE = "i-mock1234567890abcdef";
const VOLUME = "vol-mock1234567890abcdef";
const IMAGE = "ami-0123456789abcdef0";

/** A store of its own, and a client of EC2 that works on it. */
function account(options) {
  const store = new MockStateStore(options);
  return { store, ec2: new EC2(awsClientConfig(store)) };
}

/** The only instance of an answer, or the one of an id. */
async function instanceOf(ec2, id = INSTANCE) {
  const { Reservations } = await ec2.describeInstances({ InstanceIds: [id] });
  return Reservations[0].Instances[0];
}

async function volumeOf(ec2, id = VOLUME) {
  const { Volumes } = await ec2.describeVolumes({ VolumeIds: [id] });
  return Volumes[0];
}

module.exports = { account, instanceOf, volumeOf, INSTANCE, VOLUME, IMAGE };
