"use strict";

const { ROOT, refuseIf, specified } = require("./account.js");

const SNAPSHOT_MS = 2000;

function begin(account, id, volumeId, tags) {
  const { size } = account.volumes.get(volumeId);
  const snapshot = { state: "pending", volumeId, size, tags };
  account.snapshots.set(id, snapshot);
  account.begin(id, SNAPSHOT_MS, () => Object.assign(snapshot, { state: "completed" }));
}

module.exports = {
  createSnapshot(account, input, { SnapshotId }) {
    const { state } = account.find("volumes", input.VolumeId);
    refuseIf(state !== "available" && state !== "in-use", "IncorrectState");
    begin(account, SnapshotId, input.VolumeId, specified(input));
  },

  deleteSnapshot(account, { SnapshotId }) {
    account.find("snapshots", SnapshotId);
    const isUsed = [...account.images.values()].some(({ snapshots }) => snapshots.includes(SnapshotId));
    refuseIf(isUsed, "InvalidSnapshot.InUse");
    account.snapshots.delete(SnapshotId);
    account.underWay.delete(SnapshotId);
  },

  /** The snapshots that were made are in `snapshots`, each with its volume. */
  createImage(account, input, { ImageId, snapshots = [] }) {
    refuseIf(
      [...account.images.values()].some(({ name }) => name === input.Name),
      "InvalidAMIName.Duplicate",
    );
    const { state } = account.find("instances", input.InstanceId);
    refuseIf(!["running", "stopping", "stopped"].includes(state), "InvalidParameterValue");
    const attached = account
      .volumesOf(input.InstanceId)
      .filter(([, { attachment }]) => attachment.state === "attached");
    refuseIf(!attached.some(([, { attachment }]) => attachment.device === ROOT), "InvalidParameterValue");
    for (const { SnapshotId, VolumeId } of snapshots) begin(account, SnapshotId, VolumeId, {});
    const image = { state: "pending", name: input.Name, snapshots: snapshots.map((it) => it.SnapshotId), tags: {} };
    account.images.set(ImageId, image);
    account.begin(ImageId, SNAPSHOT_MS, () => Object.assign(image, { state: "available" }));
  },

  deregisterImage(account, { ImageId }) {
    refuseIf(account.deregistered.has(ImageId), "InvalidAMIID.Unavailable");
    account.find("images", ImageId);
    account.images.delete(ImageId);
    account.deregistered.add(ImageId);
    account.underWay.delete(ImageId);
  },
};
