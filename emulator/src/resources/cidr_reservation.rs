//! Reserved blocks of a vSwitch.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::vswitch_address;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, page, plain};
use crate::kinds::{CIDR_RESERVATION, V_SWITCH};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("CreateVSwitchCidrReservation", Create(&CIDR_RESERVATION, new_reservation)),
    ("ListVSwitchCidrReservations", List(&CIDR_RESERVATION)),
    ("ModifyVSwitchCidrReservationAttribute", Modify(&CIDR_RESERVATION, plain)),
    ("DeleteVSwitchCidrReservation", Delete(&CIDR_RESERVATION, plain)),
    ("GetVSwitchCidrReservationUsage", Other(usage)),
];

fn new_reservation(call: &mut Call<'_>, reservation: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&V_SWITCH)?;
    call.check_idle(&id)?;
    if call.text("IpVersion").is_some_and(|version| version.eq_ignore_ascii_case("ipv6")) {
        return Err(call.error(&["UnsupportedFeature.VSwitchIpv6"], "The emulator reserves IPv4 blocks only."));
    }
    let Some(vswitch) = call.store.get(&id) else { return Ok(()) };
    let Some(within) = vswitch.text("CidrBlock").and_then(network::block) else { return Ok(()) };
    let taken: Vec<_> = vswitch_address::reserved(call.store, &id);
    let used = vswitch_address::used(call.store, &id);
    let is_free = |net: &Ipv4Net| !used.iter().any(|address| net.contains(address));
    let net = match (call.text("VSwitchCidrReservationCidr"), call.text("VSwitchCidrReservationMask")) {
        (Some(_), Some(_)) => {
            return Err(call.error(&["Conflict.CidrReservationMaskAndCidrReservationCidr"], "Give a block or a mask."));
        }
        (None, None) => {
            return Err(call.error(&["MissingParam.CidrReservationMaskOrCidrReservationCidr"], "A block or a mask is mandatory."));
        }
        (Some(text), None) => {
            let net = network::block(text).ok_or_else(|| {
                let codes = ["IllegalParamFormat.VSwitchCidrReservationCidr", "IllegalParamFormat"];
                call.invalid("VSwitchCidrReservationCidr", &codes, "it must be an IPv4 block")
            })?;
            if !within.contains(&net) || taken.iter().any(|other| network::overlap(other, &net)) {
                let message = "The block is outside of the vSwitch, or overlaps another reservation.";
                return Err(call.error(&["OperationFailed.VSwitchCidrReservationCidr"], message));
            }
            if !is_free(&net) {
                return Err(call.error(&["OperationFailed.AlreadyUsedIpContained"], "An address of the block is in use."));
            }
            net
        }
        (None, Some(mask)) => {
            let size = mask.trim_start_matches('/').parse::<u8>().ok().filter(|size| (within.prefix_len()..=32).contains(size));
            let Some(size) = size else {
                let codes = ["IllegalParam.VSwitchCidrReservationMask"];
                return Err(call.invalid("VSwitchCidrReservationMask", &codes, "it must be longer than that of the vSwitch"));
            };
            let singles = used.iter().map(|address: &Ipv4Addr| Ipv4Net::from(*address));
            let taken: Vec<_> = taken.into_iter().chain(singles).collect();
            let free = network::free_block(&[within], size, &taken);
            free.ok_or_else(|| call.error(&["OperationFailed.CidrNotEnoughInVSwitch"], "The vSwitch has no such free block."))?
        }
    };
    let vpc = vswitch.text("VpcId").unwrap_or_default();
    reservation.set("VpcId", vpc);
    reservation.set("VSwitchCidrReservationCidr", net.to_string());
    Ok(())
}

/// Nothing allocates prefixes from a reservation here.
fn usage(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    call.id(&CIDR_RESERVATION)?;
    page(call, Vec::new())
}
