"use strict";

/** How long a terminated instance is listed, in ms. */
const LISTED = 3_600_000;

/** Where the root volume is. */
const ROOT = "/dev/sda1";

/** An error of EC2, by its code. */
class Refused extends Error {}

const refuseIf = (condition, code) => {
  if (condition) throw new Refused(code);
};

/** The kinds of resources: what their ids begin with, and the error where there is none of an id. */
const KINDS = {
  instances: ["i-", "InvalidInstanceID.NotFound"],
  volumes: ["vol-", "InvalidVolume.NotFound"],
  snapshots: ["snap-", "InvalidSnapshot.NotFound"],
  images: ["ami-", "InvalidAMIID.NotFound"],
  addresses: ["eipalloc-", "InvalidAllocationID.NotFound"],
};

/** What is in an account of EC2: plain objects by their ids, and what is under way. */
class Account {
  now = 0;
  underWay = new Map();
  instances = new Map();
  volumes = new Map();
  snapshots = new Map();
  images = new Map();
  addresses = new Map();
  /** The ids of images that were. */
  deregistered = new Set();

  /** The resource of an id. */
  find(kind, id) {
    refuseIf(!this[kind].has(id), KINDS[kind][1]);
    return this[kind].get(id);
  }

  /** The resource of an id of any kind. */
  findAny(id) {
    const kind = Object.keys(KINDS).find((name) => id.startsWith(KINDS[name][0]));
    return this.find(kind, id);
  }

  /** The volumes of an instance, by id. */
  volumesOf(id) {
    return [...this.volumes].filter(([, { attachment }]) => attachment?.instanceId === id);
  }

  /** The address of an instance. */
  addressOf(id) {
    return [...this.addresses.values()].find(({ instanceId }) => instanceId === id);
  }

  /** Begins something that is done in some ms. What is under way for the same resource is done with it. */
  begin(id, ms, done) {
    const before = this.underWay.get(id);
    const both = () => {
      before?.done();
      done();
    };
    this.underWay.set(id, { due: this.now + ms, done: both });
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
}

/** Tags as an object. */
const tagsOf = (Tags = []) => Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));

/** The tags that a request gives what it makes. */
const specified = ({ TagSpecifications = [] }) => tagsOf(TagSpecifications[0]?.Tags);

module.exports = { Account, ROOT, Refused, refuseIf, specified, tagsOf };
