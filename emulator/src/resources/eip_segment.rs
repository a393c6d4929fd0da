//! Segments: EIPs with contiguous addresses, allocated and released together.

use ipnet::Ipv4Net;
use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, List};
use crate::engine::{Call, Operations, View};
use crate::kinds::{EIP, EIP_SEGMENT};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&EIP_SEGMENT, eip_segment_view)];

pub(super) const OPERATIONS: Operations = &[
    ("AllocateEipSegmentAddress", Create(&EIP_SEGMENT, new_segment)),
    ("DescribeEipSegment", List(&EIP_SEGMENT)),
    ("ReleaseEipSegmentAddress", Delete(&EIP_SEGMENT, release)),
];

/// The range that segments are allocated from.
const POOL: &str = "47.100.0.0/16";

fn new_segment(call: &mut Call<'_>, segment: &mut Resource) -> Result<(), ServiceError> {
    let size = call.text("EipMask").and_then(|mask| mask.parse::<u8>().ok()).filter(|size| (24..=28).contains(size));
    let Some(size) = size else { return Err(call.invalid("EipMask", &["IllegalParam.EipMask"], "it must be from 24 to 28")) };
    let taken: Vec<Ipv4Net> =
        call.store.of(&EIP_SEGMENT).filter_map(|segment| network::block(segment.text("Segment")?)).collect();
    let free = network::block(POOL).and_then(|pool| network::free_block(&[pool], size, &taken));
    let addresses: Vec<_> = free.iter().flat_map(|net| u32::from(net.network())..=u32::from(net.broadcast())).collect();
    let Some(net) = free.filter(|_| call.store.len() + addresses.len() < call.limits.resources) else {
        return Err(call.error(&["OperationFailed.InsufficientEIP"], "There is no such segment left."));
    };
    segment.set("Segment", net.to_string());
    segment.set("IpCount", addresses.len().to_string());
    for address in addresses {
        let mut eip = call.draft(&EIP);
        for (parameter, field) in [
            ("Bandwidth", "Bandwidth"),
            ("Isp", "ISP"),
            ("Netmode", "Netmode"),
            ("InternetChargeType", "InternetChargeType"),
            ("ResourceGroupId", "ResourceGroupId"),
        ] {
            if let Some(value) = call.arguments.get(parameter) {
                eip.set(field, value.clone());
            }
        }
        eip.set("IpAddress", std::net::Ipv4Addr::from(address).to_string());
        eip.set("SegmentInstanceId", segment.id.as_str());
        eip.set("OrderId", json!(call.now));
        eip.owner = Some(segment.id.clone());
        call.add(eip);
    }
    Ok(())
}

fn release(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    for eip in call.store.ids_with(&EIP, "SegmentInstanceId", id) {
        let Some(eip) = call.store.get(&eip) else { continue };
        if eip.status != "Available" {
            let codes = ["OperationFailed.EipStatusInvalid", "IncorrectEipStatus"];
            return Err(call.error(&codes, format!("{} of the segment is associated, or busy.", eip.id)));
        }
        if eip.text("BandwidthPackageId").is_some_and(|package| !package.is_empty()) {
            return Err(
                call.error(&["OperationFailed.EipInBwp"], format!("{} of the segment is in a bandwidth package.", eip.id))
            );
        }
    }
    Ok(())
}

fn eip_segment_view(_: &Store, segment: &Resource, view: &mut Map<String, Value>) {
    for name in ["InstanceId", "EipSegmentInstanceId"] {
        view.insert(name.to_owned(), segment.id.as_str().into());
    }
}
