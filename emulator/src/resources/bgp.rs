//! BGP of virtual border routers: groups, their peers, and the networks that are advertised.

use serde_json::{Map, Value};

use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{BGP_GROUP, BGP_NETWORK, BGP_PEER, V_ROUTER, VIRTUAL_BORDER_ROUTER};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&BGP_PEER, peer_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateBgpGroup", Create(&BGP_GROUP, new_group)),
    ("DescribeBgpGroups", List(&BGP_GROUP)),
    ("ModifyBgpGroupAttribute", Modify(&BGP_GROUP, change_group)),
    ("DeleteBgpGroup", Delete(&BGP_GROUP, plain)),
    ("CreateBgpPeer", Create(&BGP_PEER, new_peer)),
    ("DescribeBgpPeers", List(&BGP_PEER)),
    ("ModifyBgpPeerAttribute", Modify(&BGP_PEER, change_peer)),
    ("DeleteBgpPeer", Delete(&BGP_PEER, plain)),
    ("AddBgpNetwork", Create(&BGP_NETWORK, new_network)),
    ("DescribeBgpNetworks", List(&BGP_NETWORK)),
    ("DeleteBgpNetwork", Other(delete_network)),
];

fn new_group(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    check_router(call, &[&VIRTUAL_BORDER_ROUTER])?;
    check_asns(call)
}

fn change_group(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    check_asns(call)?;
    if call.flag("ClearAuthKey") == Some(true)
        && let Some(mut group) = call.store.edit(id)
    {
        group.set("AuthKey", "");
    }
    call.arguments.shift_remove("ClearAuthKey");
    Ok(())
}

fn check_router(call: &Call<'_>, kinds: &[&'static Kind]) -> Result<(), ServiceError> {
    let id = call.text("RouterId").unwrap_or_default();
    match kinds.iter().any(|kind| call.check_exists(kind, "RouterId", id).is_ok()) {
        true => Ok(()),
        false => Err(call.error(&["InvalidParams.NotFound"], format!("The specified RouterId ({id}) is not found."))),
    }
}

fn check_asns(call: &Call<'_>) -> Result<(), ServiceError> {
    for name in ["PeerAsn", "LocalAsn"] {
        if call.number(name).is_some_and(|asn| !(1..=4_294_967_295).contains(&asn)) {
            let codes = [format!("IllegalParam.{name}"), format!("Invalid{name}.Malformed")];
            return Err(call.error(&[&codes[0], &codes[1]], format!("{name} is not a valid autonomous system number.")));
        }
    }
    Ok(())
}

fn new_peer(call: &mut Call<'_>, peer: &mut Resource) -> Result<(), ServiceError> {
    check_peer(call, peer.text("BgpGroupId").unwrap_or_default(), "")
}

fn change_peer(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    call.named(&BGP_GROUP, "BgpGroupId")?;
    let group = call.store.get(id).and_then(|peer| peer.text("BgpGroupId")).unwrap_or_default();
    check_peer(call, group, id)
}

fn check_peer(call: &Call<'_>, group: &str, id: &str) -> Result<(), ServiceError> {
    let Some(address) = call.text("PeerIpAddress") else { return Ok(()) };
    if address.parse::<std::net::IpAddr>().is_err() {
        return Err(call.error(&["InvalidPeerIpAddress"], "PeerIpAddress must be an IP address."));
    }
    let mut peers = call.store.with(&BGP_PEER, "BgpGroupId", group);
    match peers.any(|peer| peer.id != id && peer.text("PeerIpAddress") == Some(address)) {
        true => Err(call.error(&["InvalidParams.PeerIpAddressInUse", "BgpPeer.Already.Exists"], "Another peer has the address.")),
        false => Ok(()),
    }
}

fn new_network(call: &mut Call<'_>, network: &mut Resource) -> Result<(), ServiceError> {
    check_router(call, &[&VIRTUAL_BORDER_ROUTER, &V_ROUTER])?;
    let block = call.text("DstCidrBlock").unwrap_or_default();
    if network::block(block).is_none() && network::block6(block).is_none() {
        return Err(
            call.error(&["InvalidParams.NotFound", "InvalidCidrBlock.Malformed"], format!("{block} is not a CIDR block."))
        );
    }
    let router = network.text("RouterId").unwrap_or_default();
    match call.store.with(&BGP_NETWORK, "RouterId", router).any(|other| other.text("DstCidrBlock") == Some(block)) {
        true => {
            Err(call
                .error(&["InvalidParams.AlreadyExists", "Duplicated.CidrBlock"], "The router advertises the network already."))
        }
        false => Ok(()),
    }
}

fn delete_network(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let router = call.text("RouterId").unwrap_or_default();
    let same = |network: &&Resource| network.text("DstCidrBlock") == call.text("DstCidrBlock");
    let found = call.store.with(&BGP_NETWORK, "RouterId", router).find(same).map(|network| network.id.clone());
    let Some(id) = found else {
        return Err(call.error(&["InvalidParams.NotFound"], "The router advertises no such network."));
    };
    call.store.remove(&id);
    Ok(Reply::new())
}

/// A peer has the settings of its group.
fn peer_view(store: &Store, peer: &Resource, view: &mut Map<String, Value>) {
    let Some(group) = peer.text("BgpGroupId").and_then(|id| store.get(id)) else { return };
    for name in ["RouterId", "PeerAsn", "LocalAsn", "AuthKey", "IsFake", "Hold", "Keepalive", "RouteLimit"] {
        view.insert(name.into(), group.fields.get(name).cloned().unwrap_or_default());
    }
}
