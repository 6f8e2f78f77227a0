"use strict";

/* What an account lists, and what it is to list by the model, both in one form. */

const { tagsOf } = require("./account.js");

const sorted = (list) => [...list].sort();
const byId = (list, id, show) => Object.fromEntries(list.map((it) => [it[id], show(it)]));
const mapped = (map, show) => Object.fromEntries([...map].map(([id, it]) => [id, show(it, id)]));

/** `auto` stands for an address that is no Elastic IP address. */
function publicIp(ip, addresses) {
  if (ip === undefined) return "none";
  return addresses.some(({ PublicIp }) => PublicIp === ip) ? ip : "auto";
}

async function listed(ec2) {
  const { Reservations } = await ec2.describeInstances({});
  const { Volumes } = await ec2.describeVolumes({});
  const { Snapshots } = await ec2.describeSnapshots({ OwnerIds: ["self"] });
  const { Images } = await ec2.describeImages({ Owners: ["self"] });
  const { Addresses } = await ec2.describeAddresses({});
  const { Tags } = await ec2.describeTags({});
  const volumeIds = new Set(["vol-ffffffff"]);
  return {
    instances: byId(
      Reservations.flatMap(({ Instances }) => Instances),
      "InstanceId",
      ({ State, PublicIpAddress, BlockDeviceMappings, Tags }) => ({
        state: State.Name,
        publicIp: publicIp(PublicIpAddress, Addresses),
        volumes: sorted(
          BlockDeviceMappings.map(({ DeviceName, Ebs }) => `${DeviceName} ${Ebs.VolumeId} ${Ebs.Status}`),
        ),
        tags: tagsOf(Tags),
      }),
    ),
    volumes: byId(Volumes, "VolumeId", ({ State, Size, Attachments, Tags }) => ({
      state: State,
      size: Size,
      attachments: Attachments.map((it) => `${it.InstanceId} ${it.Device} ${it.State} ${it.DeleteOnTermination}`),
      tags: tagsOf(Tags),
    })),
    // Those of images that nobody has made are of no volume.
    snapshots: byId(
      Snapshots.filter(({ VolumeId }) => !volumeIds.has(VolumeId)),
      "SnapshotId",
      ({ State, VolumeId, VolumeSize, Tags }) => {
        return { state: State, volumeId: VolumeId, size: VolumeSize, tags: tagsOf(Tags) };
      },
    ),
    images: byId(
      Images.filter(({ SourceInstanceId }) => SourceInstanceId),
      "ImageId",
      ({ State, Name, BlockDeviceMappings, Tags }) => {
        const snapshots = sorted(BlockDeviceMappings.map(({ Ebs }) => Ebs.SnapshotId));
        return { state: State, name: Name, snapshots, tags: tagsOf(Tags) };
      },
    ),
    addresses: byId(Addresses, "AllocationId", ({ PublicIp, InstanceId, AssociationId, Tags }) => {
      return { publicIp: PublicIp, instanceId: InstanceId, associationId: AssociationId, tags: tagsOf(Tags) };
    }),
    tags: sorted(Tags.map(({ ResourceId, Key, Value }) => `${ResourceId} ${Key}=${Value}`)),
  };
}

function expected(account) {
  const { instances, volumes, snapshots, images, addresses } = account;
  const ordinary = ({ state }) => (state === "running" ? "auto" : "none");
  const mappings = (id) => account.volumesOf(id).map(([id, { attachment: it }]) => `${it.device} ${id} ${it.state}`);
  const attachments = (it) => (it ? [`${it.instanceId} ${it.device} ${it.state} ${it.deleteOnTermination}`] : []);
  const all = [instances, volumes, snapshots, images, addresses].flatMap((map) => [...map]);
  return {
    instances: mapped(instances, (it, id) => ({
      state: it.state,
      publicIp: account.addressOf(id)?.publicIp ?? ordinary(it),
      volumes: sorted(mappings(id)),
      tags: it.tags,
    })),
    volumes: mapped(volumes, ({ state, size, attachment, tags }) => {
      return { state, size, attachments: attachments(attachment), tags };
    }),
    snapshots: mapped(snapshots, (it) => it),
    images: mapped(images, (it) => ({ ...it, snapshots: sorted(it.snapshots) })),
    addresses: mapped(addresses, (it) => it),
    tags: sorted(all.flatMap(([id, { tags }]) => Object.entries(tags).map(([key, value]) => `${id} ${key}=${value}`))),
  };
}

module.exports = { expected, listed };
