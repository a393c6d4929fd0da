//! The addresses of vSwitches: which are used, reserved and free.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::kinds::{CIDR_RESERVATION, HA_VIP, NAT_GATEWAY, V_SWITCH};
use crate::network::{self, AddressError, address_in};
use crate::store::{Kind, Store};

/// Kinds whose resources use an address of a vSwitch, and the field that holds it.
static USERS: &[(&Kind, &str)] = &[(&HA_VIP, "IpAddress"), (&NAT_GATEWAY, "PrivateIpAddress")];

/// The addresses of a vSwitch that resources use.
pub(super) fn used(store: &Store, vswitch: &str) -> Vec<Ipv4Addr> {
    let of_kind = |(kind, field): &(&'static Kind, &'static str)| {
        let texts = store.with(kind, "VSwitchId", vswitch).filter_map(|resource| resource.text(field));
        texts.filter_map(|text| text.parse().ok()).collect::<Vec<_>>()
    };
    USERS.iter().flat_map(of_kind).collect()
}

/// The reserved blocks of a vSwitch.
pub(super) fn reserved(store: &Store, vswitch: &str) -> Vec<Ipv4Net> {
    let reservations = store.with(&CIDR_RESERVATION, "VSwitchId", vswitch);
    reservations.filter_map(|reservation| network::block(reservation.text("VSwitchCidrReservationCidr")?)).collect()
}

/// The requested address of a vSwitch, or a free one.
pub(super) fn allocate(store: &Store, vswitch: &str, requested: Option<&str>) -> Result<Ipv4Addr, AddressError> {
    let net = block_of(store, vswitch).ok_or(AddressError::Outside)?;
    address_in(&net, &used(store, vswitch), &reserved(store, vswitch), requested)
}

/// The number of free addresses of a vSwitch.
pub(super) fn free_count(store: &Store, vswitch: &str) -> u64 {
    let size = block_of(store, vswitch).map_or(0, |net| 1u64 << (32 - net.prefix_len()));
    // The service keeps four addresses of each vSwitch for itself.
    size.saturating_sub(4 + used(store, vswitch).len() as u64)
}

fn block_of(store: &Store, vswitch: &str) -> Option<Ipv4Net> {
    store.get(vswitch).filter(|resource| resource.is(&V_SWITCH)).and_then(|vswitch| network::block(vswitch.text("CidrBlock")?))
}
