//! The addresses of the account's network: those of subnets, and the private ones of instances that name none.

use std::net::Ipv4Addr;

/// How many bits at the beginning of an address say which VPC it is in.
pub const VPC_BITS: u32 = 16;

/// How many bits at the beginning of an address say which subnet it is in.
pub const SUBNET_BITS: u32 = 20;

/// The letter of a zone; one that has none of its own is as the first.
#[must_use]
pub fn letter(zone: &str) -> char {
    zone.chars().last().filter(|letter| matches!(letter, 'a'..='f')).unwrap_or('a')
}

/// The first address of the account's subnet in a zone: 172.31.0.0, 172.31.16.0, …
#[must_use]
pub fn subnet_in(zone: &str) -> Ipv4Addr {
    let index = u32::from(letter(zone)).saturating_sub('a'.into());
    Ipv4Addr::from(u32::from(Ipv4Addr::new(172, 31, 0, 0)) | (index << (32 - SUBNET_BITS)))
}

/// The first address of the network of so many bits that an address is in.
#[must_use]
pub fn first(address: Ipv4Addr, bits: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(address) & (u32::MAX << (32 - bits)))
}

/// True if no instance can have an address: AWS keeps the first four of a subnet and the last one.
#[must_use]
pub fn is_reserved(address: Ipv4Addr) -> bool {
    let host = u32::from(address) & (u32::MAX >> SUBNET_BITS);
    host < 4 || host == u32::MAX >> SUBNET_BITS
}

/// The private addresses of a subnet. Those that follow from the ids of instances begin with the fifth of its sixteen
/// networks of 256, so that those which are given out first are others.
pub fn private_ips(subnet: Ipv4Addr) -> impl Iterator<Item = Ipv4Addr> {
    (0..16).flat_map(move |network| (4..255).map(move |host| at(subnet, network, host)))
}

/// The private address in a subnet of an instance of which only the id is known.
#[must_use]
pub fn private_ip(subnet: Ipv4Addr, instance_id: &str) -> Ipv4Addr {
    let [_, _, network, host] = crc32fast::hash(instance_id.as_bytes()).to_be_bytes();
    at(subnet, 4 + network % 12, host.clamp(4, 254))
}

fn at(subnet: Ipv4Addr, network: u8, host: u8) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(subnet) | u32::from(network) << 8 | u32::from(host))
}
