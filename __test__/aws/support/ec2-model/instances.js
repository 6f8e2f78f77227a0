"use strict";

const { ROOT, refuseIf, specified } = require("./account.js");

const PENDING_MS = 2500;
const STOPPING_MS = 2500;
const SHUTTING_DOWN_MS = 1000;

const isIn =
  (...states) =>
  ([, { state }]) =>
    states.includes(state);

/** The instances of some ids, each once. */
const found = (account, ids) => [...new Set(ids)].map((id) => [id, account.find("instances", id)]);

function become(account, ids, between, ms, state) {
  for (const [id, instance] of ids) {
    instance.state = between;
    account.begin(id, ms, () => {
      instance.state = state;
      if (state === "terminated") terminated(account, id, instance);
    });
  }
}

function terminated(account, id, instance) {
  instance.terminated = account.now;
  for (const [volumeId, volume] of account.volumesOf(id)) {
    if (volume.attachment.deleteOnTermination) {
      account.volumes.delete(volumeId);
      account.underWay.delete(volumeId);
    } else {
      Object.assign(volume, { state: "available", attachment: undefined });
    }
  }
  Object.assign(account.addressOf(id) ?? {}, { instanceId: undefined, associationId: undefined });
}

module.exports = {
  runInstances(account, input, { Instances }) {
    for (const { InstanceId, BlockDeviceMappings } of Instances) {
      const instance = { state: "stopped", isProtected: false, tags: specified(input) };
      const attachment = { instanceId: InstanceId, device: ROOT, state: "attached", deleteOnTermination: true };
      account.instances.set(InstanceId, instance);
      account.volumes.set(BlockDeviceMappings[0].Ebs.VolumeId, { state: "in-use", size: 8, attachment, tags: {} });
      become(account, [[InstanceId, instance]], "pending", PENDING_MS, "running");
    }
  },

  startInstances(account, { InstanceIds }) {
    const instances = found(account, InstanceIds);
    refuseIf(instances.some(isIn("stopping", "shutting-down", "terminated")), "IncorrectInstanceState");
    const stopped = instances.filter(isIn("stopped"));
    const hasRoot = ([id]) =>
      account.volumesOf(id).some(([, { attachment: it }]) => it.device === ROOT && it.state === "attached");
    refuseIf(!stopped.every(hasRoot), "InvalidParameterValue");
    become(account, stopped, "pending", PENDING_MS, "running");
  },

  stopInstances(account, { InstanceIds }) {
    const instances = found(account, InstanceIds);
    refuseIf(instances.some(isIn("pending", "shutting-down", "terminated")), "IncorrectInstanceState");
    become(account, instances.filter(isIn("running")), "stopping", STOPPING_MS, "stopped");
  },

  rebootInstances(account, { InstanceIds }) {
    refuseIf(found(account, InstanceIds).some(isIn("stopping", "stopped")), "IncorrectInstanceState");
  },

  terminateInstances(account, { InstanceIds }) {
    const there = found(account, InstanceIds).filter(isIn("pending", "running", "stopping", "stopped"));
    refuseIf(
      there.some(([, { isProtected }]) => isProtected),
      "OperationNotPermitted",
    );
    // Nothing else goes on for an instance that is terminated.
    for (const [id] of there) account.underWay.delete(id);
    become(account, there, "shutting-down", SHUTTING_DOWN_MS, "terminated");
  },

  modifyInstanceAttribute(account, { InstanceId, DisableApiTermination, BlockDeviceMappings = [] }) {
    const instance = account.find("instances", InstanceId);
    if (DisableApiTermination) instance.isProtected = DisableApiTermination.Value;
    for (const { DeviceName, Ebs } of BlockDeviceMappings) {
      const volume = account.volumesOf(InstanceId).find(([, { attachment }]) => attachment.device === DeviceName);
      refuseIf(!volume, "InvalidInstanceAttributeValue");
      volume[1].attachment.deleteOnTermination = Ebs.DeleteOnTermination;
    }
  },
};
