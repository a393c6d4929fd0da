//! Regions and zones.

use serde_json::json;

use crate::engine::Action::Other;
use crate::engine::{Call, Operations, Reply};
use crate::service_error::ServiceError;

pub(super) const OPERATIONS: Operations = &[
    ("DescribeRegions", Other(describe_regions)),
    ("DescribeZones", Other(describe_zones)),
    ("ListEnhanhcedNatGatewayAvailableZones", Other(describe_zones)),
    ("DescribeVpnGatewayAvailableZones", Other(describe_vpn_zones)),
];

/// The letters of the zones that a region lists. A request may name any other letter, too.
const ZONES: &str = "abcghij";

fn describe_regions(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let endpoints = &call.catalog.service.endpoints;
    let regions = endpoints.regions.iter();
    let regions =
        regions.map(|region| json!({"RegionId": region, "LocalName": region, "RegionEndpoint": endpoints.host(region)}));
    Ok(call.reply([("Regions", regions.collect())]))
}

fn describe_zones(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let zone = |letter: char| format!("{}-{letter}", call.region);
    let zones =
        ZONES.chars().map(|letter| json!({"ZoneId": zone(letter), "LocalName": zone(letter), "ZoneType": "AvailabilityZone"}));
    Ok(call.reply([("Zones", zones.collect())]))
}

fn describe_vpn_zones(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let zone = |letter: char| format!("{}-{letter}", call.region);
    let zones = ZONES.chars().map(|letter| json!({"ZoneId": zone(letter), "ZoneName": zone(letter)}));
    Ok(call.reply([("AvailableZoneIdList", zones.collect()), ("RegionId", call.region.as_str().into())]))
}

/// Rejects a zone that is not one of the region.
pub(super) fn check_zone(call: &Call<'_>, parameter: &str) -> Result<(), ServiceError> {
    let zone = call.text(parameter).unwrap_or_default();
    let letter = zone.strip_prefix(&call.region).and_then(|rest| rest.strip_prefix('-'));
    match letter.is_some_and(|letter| letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase())) {
        true => Ok(()),
        false => Err(call.error(&["InvalidZoneId.NotFound"], format!("The region {} has no zone {zone}.", call.region))),
    }
}
