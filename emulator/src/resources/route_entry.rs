//! The entries of route tables.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, List, Other};
use crate::engine::{self, Call, Operations, Reply, View};
use crate::kinds::{HA_VIP, IPV4_GATEWAY, IPV6_GATEWAY, NAT_GATEWAY, PREFIX_LIST, ROUTE_ENTRY, ROUTE_TABLE, VPN_GATEWAY};
use crate::network::{self, SERVICE_BLOCK};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&ROUTE_ENTRY, entry_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateRouteEntry", Create(&ROUTE_ENTRY, new_entry)),
    ("CreateRouteEntries", Other(new_entries)),
    ("DescribeRouteEntryList", List(&ROUTE_ENTRY)),
    ("ModifyRouteEntry", Other(modify_entry)),
    ("DeleteRouteEntry", Other(delete_entry)),
    ("DeleteRouteEntries", Other(delete_entries)),
];

/// Types of the next hop that a route can have.
const HOP_TYPES: &[&str] = &[
    "Attachment",
    "Ecr",
    "GatewayEndpoint",
    "HaVip",
    "IPv6Gateway",
    "Instance",
    "Ipv4Gateway",
    "NatGateway",
    "NetworkInterface",
    "RouterInterface",
    "VpcPeer",
    "VpnGateway",
];

/// Kinds that may be the next hop, by their type in a route, and the error codes for a missing one.
static NEXT_HOPS: &[(&str, &Kind, &[&str])] = &[
    ("NatGateway", &NAT_GATEWAY, &["InvalidNatGatewayId.NotFound", "InvalidNatGateway.NotFound"]),
    ("VpnGateway", &VPN_GATEWAY, &["InvalidVpnInstanceId.NotFound"]),
    ("HaVip", &HA_VIP, &["InvalidHaVipId.NotFound", "InvalidHaVip.NotFound"]),
    ("Ipv4Gateway", &IPV4_GATEWAY, &["ResourceNotFound.Ipv4Gateway"]),
    ("IPv6Gateway", &IPV6_GATEWAY, &["InvalidIpv6Gateway.NotFound"]),
];

fn new_entry(call: &mut Call<'_>, entry: &mut Resource) -> Result<(), ServiceError> {
    let table = call.id(&ROUTE_TABLE)?;
    call.check_idle(&table)?;
    let hops = call.items("NextHopList");
    let (kind, id) = match (call.text("NextHopId"), hops.first()) {
        (Some(id), None) => (call.text("NextHopType").unwrap_or("Instance").to_owned(), id.to_owned()),
        (None, Some(hop)) => (field(hop, "NextHopType"), field(hop, "NextHopId")),
        (Some(_), Some(_)) => {
            return Err(call.error(&["InvalidNexthopTypeAndList.BothNotNull"], "Give NextHopId or NextHopList."));
        }
        (None, None) => return Err(call.error(&["InvalidNexthopTypeAndList.BothNull"], "NextHopId or NextHopList is mandatory.")),
    };
    let cidr = call.text("DestinationCidrBlock").unwrap_or_default().to_owned();
    check(call, &table, &cidr, &kind, &id)?;
    if !hops.is_empty() {
        entry.set("NextHops", hops);
    }
    complete(entry, &table, &cidr, &kind, &id);
    Ok(())
}

fn new_entries(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (mut ids, mut failed) = (Vec::new(), Vec::new());
    for item in call.items("RouteEntries") {
        let (cidr, kind, hop) = (field(&item, "DstCidrBlock"), field(&item, "NextHopType"), field(&item, "NextHop"));
        let table = field(&item, "RouteTableId");
        let checked = call.check_exists(&ROUTE_TABLE, "RouteTableId", &table).map(|_| ());
        match checked.and_then(|()| check(call, &table, &cidr, &kind, &hop)) {
            Ok(()) => {
                let mut entry = call.draft(&ROUTE_ENTRY);
                entry.set("RouteEntryName", field(&item, "Name"));
                entry.set("Description", field(&item, "Description"));
                complete(&mut entry, &table, &cidr, &kind, &hop);
                ids.push(entry.id.clone());
                call.add(entry);
            }
            Err(error) => failed.push(failure(&item, &error)),
        }
    }
    let (done, not) = (ids.len(), failed.len());
    Ok(call.reply([
        ("RouteEntryIds", ids.into()),
        ("SuccessCount", done.into()),
        ("FailedRouteEntries", failed.into()),
        ("FailedCount", not.into()),
    ]))
}

fn check(call: &Call<'_>, table: &str, cidr: &str, kind: &str, id: &str) -> Result<(), ServiceError> {
    let is_list = || call.store.get(cidr).is_some_and(|list| list.is(&PREFIX_LIST) && list.region == call.region);
    if network::block(cidr).is_none() && network::block6(cidr).is_none() && !is_list() {
        let codes = ["InvalidCidrBlock.Malformed", "InvalidDestinationCidrBlock", "IllegalParam.CidrBlock"];
        return Err(call.invalid(
            "DestinationCidrBlock",
            &codes,
            "it must be a CIDR block, written with the address of its network, or a prefix list",
        ));
    }
    let is_service = |net: ipnet::Ipv4Net| network::block(SERVICE_BLOCK).is_some_and(|service| service.contains(&net));
    if network::block(cidr).is_some_and(is_service) {
        let codes = ["InvalidDestinationCidrBlock", "InvalidCidrBlock", "IllegalParam.CidrBlock"];
        return Err(call.invalid("DestinationCidrBlock", &codes, "the block is that of the cloud's own services"));
    }
    let mut others = call.store.with(&ROUTE_ENTRY, "RouteTableId", table);
    if others.any(|other| other.text("DestinationCidrBlock") == Some(cidr)) {
        return Err(call.error(
            &["InvalidCIDRBlock.Duplicate", "InvalidRouteEntry.Duplicate"],
            format!("The route table has an entry for {cidr} already."),
        ));
    }
    check_hop(call, kind, id)
}

/// Rejects a next hop that does not exist.
fn check_hop(call: &Call<'_>, kind: &str, id: &str) -> Result<(), ServiceError> {
    if !HOP_TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        let codes = ["InvalidNextHopType", "OperationFailed.InvalidNextHopType", "InvalidNextHopType.NotSupport"];
        return Err(call.error(&codes, format!("There is no next hop of the type {kind}.")));
    }
    let hop = NEXT_HOPS.iter().find(|(named, ..)| named.eq_ignore_ascii_case(kind));
    let exists = |kind: &Kind| call.store.get(id).is_some_and(|resource| resource.is(kind));
    match hop {
        // Kinds that are not kept here, such as instances, are assumed to exist.
        Some((_, kind, codes)) if !exists(kind) => {
            let usual = format!("ResourceNotFound.{}", kind.name);
            let codes: Vec<&str> =
                ["InvalidNextHop.NotFound"].into_iter().chain(codes.iter().copied()).chain([usual.as_str()]).collect();
            Err(call.error(&codes, format!("The next hop {id} is not found.")))
        }
        _ => Ok(()),
    }
}

fn complete(entry: &mut Resource, table: &str, cidr: &str, kind: &str, id: &str) {
    entry.owner = Some(table.to_owned());
    entry.set("RouteTableId", table);
    entry.set("DestinationCidrBlock", cidr);
    entry.set("NextHopType", kind);
    entry.set("NextHopId", id);
    if cidr.contains(':') {
        entry.set("IpVersion", "IPv6");
    }
}

fn modify_entry(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = find(
        call,
        "DestinationCidrBlock",
        call.text("RouteEntryId"),
        call.text("RouteTableId"),
        call.text("DestinationCidrBlock"),
        None,
    )?;
    call.check_idle(&id)?;
    let hop = match (call.text("NewNextHopType"), call.text("NewNextHopId")) {
        (Some(_), None) => {
            return Err(call.error(&["MissingParam.NewNextHopId"], "NewNextHopId is mandatory with NewNextHopType."));
        }
        (None, Some(_)) => {
            return Err(call.error(&["MissingParam.NewNextHopType"], "NewNextHopType is mandatory with NewNextHopId."));
        }
        (Some(kind), Some(hop)) => {
            check_hop(call, kind, hop)?;
            Some((kind.to_owned(), hop.to_owned()))
        }
        (None, None) => None,
    };
    let texts = ["RouteEntryName", "Description"].map(|name| (name, call.arguments.get(name).cloned()));
    if let Some(mut entry) = call.store.edit(&id) {
        for (name, value) in texts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            entry.set(name, value);
        }
        if let Some((kind, hop)) = hop {
            entry.set("NextHopType", kind);
            entry.set("NextHopId", hop);
            // The route may have had several next hops.
            entry.fields.remove("NextHops");
        }
    }
    call.begin_change(&id);
    Ok(Reply::new())
}

fn delete_entry(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let hops = call.items("NextHopList");
    let hop = call.text("NextHopId").map(str::to_owned).or(hops.first().map(|hop| field(hop, "NextHopId")));
    let cidr = call.text("DestinationCidrBlock");
    let id = find(call, "RouteTableId", call.text("RouteEntryId"), call.text("RouteTableId"), cidr, hop.as_deref())?;
    remove(call, &id)?;
    Ok(Reply::new())
}

fn delete_entries(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (mut done, mut failed) = (0, Vec::new());
    for item in call.items("RouteEntries") {
        let part = |name: &str| Some(field(&item, name)).filter(|text| !text.is_empty());
        let (id, table, cidr, hop) = (part("RouteEntryId"), part("RouteTableId"), part("DstCidrBlock"), part("NextHop"));
        let found = find(call, "RouteEntries", id.as_deref(), table.as_deref(), cidr.as_deref(), hop.as_deref());
        match found.and_then(|id| remove(call, &id)) {
            Ok(()) => done += 1,
            Err(error) => failed.push(failure(&item, &error)),
        }
    }
    let not = failed.len();
    Ok(call.reply([("SuccessCount", done.into()), ("FailedRouteEntries", failed.into()), ("FailedCount", not.into())]))
}

/// The entry of an id, or of a table and a destination.
fn find(
    call: &Call<'_>,
    parameter: &str,
    id: Option<&str>,
    table: Option<&str>,
    cidr: Option<&str>,
    hop: Option<&str>,
) -> Result<String, ServiceError> {
    if let Some(id) = id {
        return call.check_exists(&ROUTE_ENTRY, "RouteEntryId", id).map(|entry| entry.id.clone());
    }
    let (Some(table), Some(cidr)) = (table, cidr) else {
        let message = format!("RouteEntryId, or RouteTableId and the destination, are mandatory: {parameter} is missing.");
        return Err(call.error(&["MissingParam.RouteEntryId", "MissingParameter"], message));
    };
    call.check_exists(&ROUTE_TABLE, "RouteTableId", table)?;
    let fits = |entry: &&Resource| {
        entry.text("DestinationCidrBlock") == Some(cidr) && hop.is_none_or(|hop| entry.text("NextHopId") == Some(hop))
    };
    let found = call.store.with(&ROUTE_ENTRY, "RouteTableId", table).find(fits);
    found.map(|entry| entry.id.clone()).ok_or_else(|| {
        call.error(
            &["InvalidRouteEntry.NotFound", "InvalidRouteEntryId.NotFound"],
            format!("{table} has no such entry for {cidr}."),
        )
    })
}

fn remove(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    call.check_idle(id)?;
    if call.store.get(id).is_some_and(|entry| entry.text("Type") == Some("System")) {
        return Err(call
            .error(&["OperationDenied", "OperationDenied.DeleteManagedRouteEntry"], "A system route entry cannot be deleted."));
    }
    call.transition(id, "Deleting", Then::Gone);
    Ok(())
}

fn failure(item: &Value, error: &ServiceError) -> Value {
    let text = |name: &str| field(item, name);
    json!({
        "DstCidrBlock": text("DstCidrBlock"), "NextHop": text("NextHop"), "RouteEntryId": text("RouteEntryId"),
        "FailedCode": error.code, "FailedMessage": error.message,
    })
}

fn field(item: &Value, name: &str) -> String {
    item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A route entry as replies describe it.
pub(super) fn describe(store: &Store, entry: &Resource) -> Map<String, Value> {
    let mut fields = engine::fields(entry);
    entry_view(store, entry, &mut fields);
    fields
}

fn entry_view(_: &Store, entry: &Resource, view: &mut Map<String, Value>) {
    let hop = json!({"NextHopId": entry.text("NextHopId"), "NextHopType": entry.text("NextHopType"), "Enabled": 1, "Weight": 0});
    view.entry("NextHops").or_insert_with(|| json!([hop]));
    view.insert("InstanceId".into(), entry.text("NextHopId").into());
}
