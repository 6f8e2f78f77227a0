"use strict";

/*
 * EC2 as plain maps. Each operation takes its input and the answer of the account, for the ids in it; it throws the
 * code of the error that EC2 has where it refuses the input.
 */

/** How long things take, and how long a terminated instance is listed, in ms. */
const TAKES = { pending: 2500, stopping: 2500, "shutting-down": 1000, volume: 1000 };
const LISTED = 3_600_000;

const ROOT = "/dev/sda1";

class Refused extends Error {}

const refuseIf = (condition, code) => {
  if (condition) throw new Refused(code);
};

class Ec2Model {
  now = 0;
  /** What is under way, by the resource. */
  underWay = new Map();
  instances = new Map();
  volumes = new Map();

  /** An account has a stopped instance and its volume. */
  constructor(instanceId, volumeId) {
    this.instances.set(instanceId, { state: "stopped", tags: {} });
    const attachment = { instanceId, device: ROOT, state: "attached", deleteOnTermination: true };
    this.volumes.set(volumeId, { state: "in-use", size: 8, attachment, tags: {} });
  }

  /** Time passes: what comes due is done in order. */
  advance(ms) {
    const until = this.now + ms;
    for (;;) {
      const next = [...this.underWay].sort(([, one], [, other]) => one.due - other.due)[0];
      if (!next || next[1].due > until) break;
      this.underWay.delete(next[0]);
      this.now = next[1].due;
      next[1].done();
    }
    this.now = until;
    for (const [id, { terminated }] of this.instances) {
      if (terminated !== undefined && this.now - terminated >= LISTED) this.instances.delete(id);
    }
  }

  #begin(id, ms, done) {
    this.underWay.set(id, { due: this.now + ms, done });
  }

  #instances(ids) {
    refuseIf(!ids.every((id) => this.instances.has(id)), "InvalidInstanceID.NotFound");
    return [...new Set(ids)].map((id) => [id, this.instances.get(id)]);
  }

  #volume(id) {
    refuseIf(!this.volumes.has(id), "InvalidVolume.NotFound");
    return this.volumes.get(id);
  }

  /** The volumes that an instance has, by id. */
  #volumesOf(id) {
    return [...this.volumes].filter(([, { attachment }]) => attachment?.instanceId === id);
  }

  runInstances({ TagSpecifications }, { Instances }) {
    for (const { InstanceId, BlockDeviceMappings } of Instances) {
      this.instances.set(InstanceId, { state: "pending", tags: tagsOf(TagSpecifications?.[0].Tags) });
      const [{ Ebs }] = BlockDeviceMappings;
      const attachment = { instanceId: InstanceId, device: ROOT, state: "attached", deleteOnTermination: true };
      this.volumes.set(Ebs.VolumeId, { state: "in-use", size: 8, attachment, tags: {} });
      this.#begin(InstanceId, TAKES.pending, () => this.#become(InstanceId, "running"));
    }
  }

  #become(id, state) {
    this.instances.get(id).state = state;
  }

  startInstances({ InstanceIds }) {
    const found = this.#instances(InstanceIds);
    for (const [id, { state }] of found) {
      refuseIf(["stopping", "shutting-down", "terminated"].includes(state), "IncorrectInstanceState");
      const root = this.#volumesOf(id).find(([, { attachment }]) => attachment.device === ROOT);
      refuseIf(state === "stopped" && root?.[1].attachment.state !== "attached", "InvalidParameterValue");
    }
    for (const [id, instance] of found.filter(([, { state }]) => state === "stopped")) {
      instance.state = "pending";
      this.#begin(id, TAKES.pending, () => this.#become(id, "running"));
    }
  }

  stopInstances({ InstanceIds }) {
    const found = this.#instances(InstanceIds);
    for (const [, { state }] of found) {
      refuseIf(["pending", "shutting-down", "terminated"].includes(state), "IncorrectInstanceState");
    }
    for (const [id, instance] of found.filter(([, { state }]) => state === "running")) {
      instance.state = "stopping";
      this.#begin(id, TAKES.stopping, () => this.#become(id, "stopped"));
    }
  }

  terminateInstances({ InstanceIds }) {
    const isGoing = ({ state }) => state === "shutting-down" || state === "terminated";
    for (const [id, instance] of this.#instances(InstanceIds).filter(([, it]) => !isGoing(it))) {
      instance.state = "shutting-down";
      this.#begin(id, TAKES["shutting-down"], () => this.#terminated(id));
    }
  }

  #terminated(id) {
    Object.assign(this.instances.get(id), { state: "terminated", terminated: this.now });
    for (const [volumeId, volume] of this.#volumesOf(id)) {
      this.underWay.delete(volumeId);
      if (volume.attachment.deleteOnTermination) this.volumes.delete(volumeId);
      else Object.assign(volume, { state: "available", attachment: undefined });
    }
  }

  createVolume({ Size, TagSpecifications }, { VolumeId }) {
    const volume = { state: "creating", size: Size, tags: tagsOf(TagSpecifications?.[0].Tags) };
    this.volumes.set(VolumeId, volume);
    this.#begin(VolumeId, TAKES.volume, () => {
      volume.state = "available";
    });
  }

  attachVolume({ VolumeId, InstanceId, Device }) {
    const volume = this.#volume(VolumeId);
    const [[, { state }]] = this.#instances([InstanceId]);
    refuseIf(volume.attachment, "VolumeInUse");
    refuseIf(volume.state !== "available" || !["running", "stopped"].includes(state), "IncorrectState");
    const taken = this.#volumesOf(InstanceId).some(([, { attachment }]) => attachment.device === Device);
    refuseIf(taken, "InvalidParameterValue");
    const attachment = { instanceId: InstanceId, device: Device, state: "attaching", deleteOnTermination: false };
    Object.assign(volume, { state: "in-use", attachment });
    this.#begin(VolumeId, TAKES.volume, () => {
      attachment.state = "attached";
    });
  }

  detachVolume({ VolumeId }) {
    const volume = this.#volume(VolumeId);
    const { attachment } = volume;
    refuseIf(attachment?.state !== "attached", "IncorrectState");
    const { state } = this.instances.get(attachment.instanceId);
    refuseIf(attachment.device === ROOT && state !== "stopped", "IncorrectState");
    attachment.state = "detaching";
    this.#begin(VolumeId, TAKES.volume, () => Object.assign(volume, { state: "available", attachment: undefined }));
  }

  deleteVolume({ VolumeId }) {
    const volume = this.#volume(VolumeId);
    refuseIf(volume.attachment, "VolumeInUse");
    refuseIf(volume.state !== "available", "IncorrectState");
    volume.state = "deleting";
    this.#begin(VolumeId, TAKES.volume, () => this.volumes.delete(VolumeId));
  }

  createTags({ Resources, Tags }) {
    for (const tags of Resources.map((id) => this.#tagged(id))) Object.assign(tags, tagsOf(Tags));
  }

  #tagged(id) {
    if (id.startsWith("vol-")) return this.#volume(id).tags;
    const [[, instance]] = this.#instances([id]);
    return instance.tags;
  }
}

const tagsOf = (Tags = []) => Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));

module.exports = { Ec2Model, Refused, tagsOf };
