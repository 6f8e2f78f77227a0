const { INSTANCE, VOLUME } = require("../../support/aws.js");

/** The only instance of an answer, or the one of an id. */
async function instanceOf(ec2, id = INSTANCE) {
  const { Reservations } = await ec2.describeInstances({ InstanceIds: [id] });
  return Reservations[0].Instances[0];
}

async function volumeOf(ec2, id = VOLUME) {
  const { Volumes } = await ec2.describeVolumes({ VolumeIds: [id] });
  return Volumes[0];
}

module.exports = { instanceOf, volumeOf };
