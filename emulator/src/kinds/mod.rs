//! The kinds of resources: what is the same for all resources of a kind, as data.

mod bandwidth_package;
mod cen_grant;
mod cidr_reservation;
mod customer_gateway;
mod dhcp_options;
mod eip;
mod eip_segment;
mod express_qos;
mod flow_log;
mod full_nat;
mod gateway_endpoint;
mod global_acceleration;
mod ha_vip;
mod ipsec_server;
mod ipv4_gateway;
mod ipv6_gateway;
mod ipv6_translator;
mod nat_entries;
mod nat_gateway;
mod nat_ip;
mod network_acl;
mod physical_connection;
mod prefix_list;
mod public_ip_pool;
mod route_entry;
mod route_table;
mod route_target_group;
mod router_interface;
mod ssl_vpn;
mod traffic_mirror;
mod virtual_border_router;
mod vpc;
mod vpn_attachment;
mod vpn_connection;
mod vpn_gateway;
mod vpn_route;
mod vswitch;

pub(crate) use bandwidth_package::BANDWIDTH_PACKAGE;
pub(crate) use cen_grant::CEN_GRANT;
pub(crate) use cidr_reservation::CIDR_RESERVATION;
pub(crate) use customer_gateway::CUSTOMER_GATEWAY;
pub(crate) use dhcp_options::DHCP_OPTIONS_SET;
pub(crate) use eip::EIP;
pub(crate) use eip_segment::EIP_SEGMENT;
pub(crate) use express_qos::{EXPRESS_QOS, EXPRESS_QOS_QUEUE, EXPRESS_QOS_RULE, FAILOVER_TEST};
pub(crate) use flow_log::{FLOW_LOG, FLOW_LOG_SERVICE};
pub(crate) use full_nat::FULL_NAT_ENTRY;
pub(crate) use gateway_endpoint::GATEWAY_ENDPOINT;
pub(crate) use global_acceleration::GLOBAL_ACCELERATION;
pub(crate) use ha_vip::HA_VIP;
pub(crate) use ipsec_server::{IPSEC_SERVER, VPN_CERTIFICATE};
pub(crate) use ipv4_gateway::IPV4_GATEWAY;
pub(crate) use ipv6_gateway::{EGRESS_RULE, IPV6_ADDRESS, IPV6_BANDWIDTH, IPV6_GATEWAY};
pub(crate) use ipv6_translator::{IPV6_TRANSLATOR, IPV6_TRANSLATOR_ACL, IPV6_TRANSLATOR_ACL_ENTRY, IPV6_TRANSLATOR_ENTRY};
pub(crate) use nat_entries::{FORWARD_ENTRY, SNAT_ENTRY};
pub(crate) use nat_gateway::NAT_GATEWAY;
pub(crate) use nat_ip::{NAT_IP, NAT_IP_CIDR};
pub(crate) use network_acl::NETWORK_ACL;
pub(crate) use physical_connection::{PHYSICAL_CONNECTION, PHYSICAL_CONNECTION_SERVICE, VIRTUAL_PHYSICAL_CONNECTION};
pub(crate) use prefix_list::PREFIX_LIST;
pub(crate) use public_ip_pool::{PUBLIC_IP_BLOCK, PUBLIC_IP_POOL, PUBLIC_IP_POOL_SERVICE};
pub(crate) use route_entry::ROUTE_ENTRY;
pub(crate) use route_table::ROUTE_TABLE;
pub(crate) use route_target_group::ROUTE_TARGET_GROUP;
pub(crate) use router_interface::{EC_GRANT, ROUTER_INTERFACE};
pub(crate) use ssl_vpn::{SSL_VPN_CLIENT_CERT, SSL_VPN_SERVER};
pub(crate) use traffic_mirror::{TRAFFIC_MIRROR_FILTER, TRAFFIC_MIRROR_RULE, TRAFFIC_MIRROR_SERVICE, TRAFFIC_MIRROR_SESSION};
pub(crate) use virtual_border_router::{BGP_GROUP, BGP_NETWORK, BGP_PEER, VBR_HA, VIRTUAL_BORDER_ROUTER};
pub(crate) use vpc::{V_ROUTER, VPC, VPC_IPV6_BLOCK};
pub(crate) use vpn_attachment::VCO_ROUTE;
pub(crate) use vpn_connection::VPN_CONNECTION;
pub(crate) use vpn_gateway::VPN_GATEWAY;
pub(crate) use vpn_route::{VPN_PBR_ROUTE, VPN_ROUTE};
pub(crate) use vswitch::V_SWITCH;

use crate::store::Kind;

/// Every kind.
pub(crate) static ALL: &[&Kind] = &[
    &BANDWIDTH_PACKAGE,
    &CEN_GRANT,
    &CIDR_RESERVATION,
    &CUSTOMER_GATEWAY,
    &EIP,
    &EIP_SEGMENT,
    &FLOW_LOG,
    &FLOW_LOG_SERVICE,
    &FULL_NAT_ENTRY,
    &HA_VIP,
    &IPV4_GATEWAY,
    &IPV6_GATEWAY,
    &IPV6_ADDRESS,
    &IPV6_BANDWIDTH,
    &EGRESS_RULE,
    &SNAT_ENTRY,
    &FORWARD_ENTRY,
    &NAT_GATEWAY,
    &NAT_IP,
    &NAT_IP_CIDR,
    &NETWORK_ACL,
    &PREFIX_LIST,
    &ROUTE_ENTRY,
    &ROUTE_TABLE,
    &SSL_VPN_SERVER,
    &SSL_VPN_CLIENT_CERT,
    &VPC,
    &V_ROUTER,
    &VPN_CONNECTION,
    &VPN_GATEWAY,
    &VPN_ROUTE,
    &VPN_PBR_ROUTE,
    &V_SWITCH,
    &DHCP_OPTIONS_SET,
    &GATEWAY_ENDPOINT,
    &IPSEC_SERVER,
    &VPN_CERTIFICATE,
    &PUBLIC_IP_POOL,
    &PUBLIC_IP_BLOCK,
    &PUBLIC_IP_POOL_SERVICE,
    &ROUTE_TARGET_GROUP,
    &TRAFFIC_MIRROR_FILTER,
    &TRAFFIC_MIRROR_RULE,
    &TRAFFIC_MIRROR_SESSION,
    &TRAFFIC_MIRROR_SERVICE,
    &VCO_ROUTE,
    &EXPRESS_QOS,
    &EXPRESS_QOS_QUEUE,
    &EXPRESS_QOS_RULE,
    &FAILOVER_TEST,
    &PHYSICAL_CONNECTION,
    &VIRTUAL_PHYSICAL_CONNECTION,
    &PHYSICAL_CONNECTION_SERVICE,
    &ROUTER_INTERFACE,
    &EC_GRANT,
    &VIRTUAL_BORDER_ROUTER,
    &BGP_GROUP,
    &BGP_PEER,
    &BGP_NETWORK,
    &VBR_HA,
    &GLOBAL_ACCELERATION,
    &IPV6_TRANSLATOR,
    &IPV6_TRANSLATOR_ENTRY,
    &IPV6_TRANSLATOR_ACL,
    &IPV6_TRANSLATOR_ACL_ENTRY,
    &VPC_IPV6_BLOCK,
];

/// The kind of a name.
pub(crate) fn named(name: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|kind| kind.name == name)
}

/// The kind whose id a parameter of this name takes.
pub(crate) fn of_id(parameter: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|kind| kind.id == parameter)
}
