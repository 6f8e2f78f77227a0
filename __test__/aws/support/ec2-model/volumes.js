"use strict";

const { ROOT, refuseIf, specified } = require("./account.js");

const VOLUME_MS = 1000;

const isThere = ({ state }) => state === "available" || state === "in-use";

function release(volume, attachment) {
  if (volume.attachment === attachment) Object.assign(volume, { state: "available", attachment: undefined });
}

module.exports = {
  createVolume(account, input, { VolumeId }) {
    const volume = { state: "creating", size: input.Size, tags: specified(input) };
    account.volumes.set(VolumeId, volume);
    account.begin(VolumeId, VOLUME_MS, () => Object.assign(volume, { state: "available" }));
  },

  attachVolume(account, { VolumeId, InstanceId, Device }) {
    const volume = account.find("volumes", VolumeId);
    const { state } = account.find("instances", InstanceId);
    refuseIf(volume.attachment, "VolumeInUse");
    refuseIf(volume.state !== "available" || !["running", "stopped"].includes(state), "IncorrectState");
    const isTaken = account.volumesOf(InstanceId).some(([, { attachment }]) => attachment.device === Device);
    refuseIf(isTaken, "InvalidParameterValue");
    const attachment = { instanceId: InstanceId, device: Device, state: "attaching", deleteOnTermination: false };
    Object.assign(volume, { state: "in-use", attachment });
    account.begin(VolumeId, VOLUME_MS, () => Object.assign(attachment, { state: "attached" }));
  },

  detachVolume(account, { VolumeId }) {
    const volume = account.find("volumes", VolumeId);
    const { attachment } = volume;
    refuseIf(attachment?.state !== "attached", "IncorrectState");
    const { state } = account.find("instances", attachment.instanceId);
    refuseIf(attachment.device === ROOT && state !== "stopped", "IncorrectState");
    attachment.state = "detaching";
    account.begin(VolumeId, VOLUME_MS, () => release(volume, attachment));
  },

  modifyVolume(account, { VolumeId, Size }) {
    const volume = account.find("volumes", VolumeId);
    refuseIf(!isThere(volume), "IncorrectState");
    refuseIf(volume.isGrowing, "IncorrectModificationState");
    refuseIf(Size < volume.size, "InvalidParameterValue");
    volume.isGrowing = true;
    account.begin(VolumeId, VOLUME_MS, () => Object.assign(volume, { size: Size, isGrowing: false }));
  },

  deleteVolume(account, { VolumeId }) {
    const volume = account.find("volumes", VolumeId);
    refuseIf(volume.attachment, "VolumeInUse");
    refuseIf(volume.state !== "available", "IncorrectState");
    volume.state = "deleting";
    account.begin(VolumeId, VOLUME_MS, () => account.volumes.delete(VolumeId));
  },
};
