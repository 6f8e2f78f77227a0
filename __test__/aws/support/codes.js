"use strict";

const { readModel } = require("./models.js");

/** Those of EC2's error codes that the account can have a reason for. EC2's model has none. */
const EC2 = [
  ["DryRunOperation", "FilterLimitExceeded", "IdempotentParameterMismatch", "MissingParameter", "TagLimitExceeded"],
  ["InvalidParameter", "InvalidParameterCombination", "InvalidParameterValue", "InvalidPaginationToken"],
  ["InvalidParameterDependency"],
  ["InvalidID", "InvalidInput", "InvalidZone.NotFound", "OperationNotPermitted", "UnsupportedOperation", "Unsupported"],
  ["IncorrectInstanceState", "IncorrectState", "InstanceLimitExceeded", "InvalidBlockDeviceMapping"],
  ["InvalidInstanceID", "InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound", "InvalidInstanceAttributeValue"],
  [
    "UnsupportedInstanceAttribute",
    "InvalidInstanceType",
    "UnsupportedHibernationConfiguration",
    "InvalidUserData.Malformed",
  ],
  ["IncorrectModificationState", "InvalidAttachment.NotFound", "InvalidVolume.NotFound", "InvalidVolume.ZoneMismatch"],
  ["InvalidVolumeID.Malformed", "InvalidVolumeID.DuplicateVolumeID", "VolumeInUse", "VolumeModificationRateExceeded"],
  ["InvalidSnapshot.InUse", "InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed"],
  ["InvalidAMIID.Malformed", "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable"],
  ["InvalidAMIName.Duplicate", "InvalidAMIName.Malformed"],
  ["AddressLimitExceeded", "InvalidAddress.Locked", "InvalidAddress.NotFound", "InvalidAddressID.NotFound"],
  ["InvalidAllocationID.NotFound", "InvalidAssociationID.NotFound", "Resource.AlreadyAssociated", "AuthFailure"],
  ["InvalidIPAddress.InUse", "InvalidNetworkInterfaceID.NotFound", "InvalidSubnetID.NotFound", "InvalidVpcID.NotFound"],
  ["InvalidGroup.NotFound", "InvalidGroupId.Malformed", "InvalidGroupId.NotFound", "InvalidSecurityGroupID.NotFound"],
].flat();

/** What every operation of a protocol can answer. */
const COMMON = {
  ec2: EC2,
  query: ["ValidationError", "InvalidParameterValue", "MissingParameter", "InvalidParameterCombination"],
  json: ["ValidationException", "SerializationException"],
  "rest-json": ["ValidationException", "SerializationException"],
};

/** The codes of a service's errors. */
function codesOf(service) {
  const { errors, protocol } = readModel(service);
  // The SDK names an error by its shape, which the code may lack an ending of.
  const modelled = Object.entries(errors).flatMap(([name, { code }]) => [name, code ?? name]);
  return [...COMMON[protocol], ...modelled];
}

module.exports = { codesOf };
