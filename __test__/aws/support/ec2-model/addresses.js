"use strict";

const { refuseIf, specified } = require("./account.js");

const MOST = 5;

const disassociated = { instanceId: undefined, associationId: undefined };

module.exports = {
  allocateAddress(account, input, { AllocationId, PublicIp }) {
    refuseIf(account.addresses.size >= MOST, "AddressLimitExceeded");
    account.addresses.set(AllocationId, { publicIp: PublicIp, ...disassociated, tags: specified(input) });
  },

  associateAddress(account, { AllocationId, InstanceId, AllowReassociation }, { AssociationId }) {
    const address = account.find("addresses", AllocationId);
    const { state } = account.find("instances", InstanceId);
    refuseIf(["pending", "shutting-down", "terminated"].includes(state), "InvalidInstanceID");
    if (address.instanceId === InstanceId) return;
    const other = account.addressOf(InstanceId);
    refuseIf(AllowReassociation === false && (address.instanceId || other), "Resource.AlreadyAssociated");
    Object.assign(other ?? {}, disassociated);
    Object.assign(address, { instanceId: InstanceId, associationId: AssociationId });
  },

  disassociateAddress(account, { AssociationId }) {
    const address = [...account.addresses.values()].find(({ associationId }) => associationId === AssociationId);
    refuseIf(!address, "InvalidAssociationID.NotFound");
    Object.assign(address, disassociated);
  },

  releaseAddress(account, { AllocationId }) {
    account.find("addresses", AllocationId);
    account.addresses.delete(AllocationId);
  },
};
