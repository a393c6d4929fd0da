//! The resource modules: the special rules of their kinds.

mod bandwidth_package;
mod bgp;
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
mod gateway_route;
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
mod open_service;
mod physical_connection;
mod prefix_list;
mod public_ip_pool;
mod region;
mod route_entry;
mod route_publish;
mod route_table;
mod route_target_group;
mod router_interface;
mod ssl_vpn;
mod tag;
mod traffic_mirror;
mod virtual_border_router;
mod vpc;
mod vpc_cidr;
mod vpn_attachment;
mod vpn_connection;
mod vpn_defaults;
mod vpn_gateway;
mod vpn_route;
mod vpn_values;
mod vswitch;
mod vswitch_address;

pub(crate) use vpn_gateway::seed as seed_vpn_gateway;

use crate::engine::{Operations, View};
use crate::store::Kind;

/// The operations and views of each resource module.
pub(crate) static MODULES: &[(Operations, &[(&Kind, View)])] = &[
    (region::OPERATIONS, &[]),
    (vpc::OPERATIONS, vpc::VIEWS),
    (vpc_cidr::OPERATIONS, &[]),
    (cen_grant::OPERATIONS, &[]),
    (vswitch::OPERATIONS, vswitch::VIEWS),
    (cidr_reservation::OPERATIONS, &[]),
    (route_table::OPERATIONS, route_table::VIEWS),
    (route_entry::OPERATIONS, route_entry::VIEWS),
    (route_publish::OPERATIONS, &[]),
    (eip::OPERATIONS, eip::VIEWS),
    (eip_segment::OPERATIONS, eip_segment::VIEWS),
    (nat_gateway::OPERATIONS, nat_gateway::VIEWS),
    (nat_entries::OPERATIONS, &[]),
    (nat_ip::OPERATIONS, &[]),
    (full_nat::OPERATIONS, &[]),
    (vpn_gateway::OPERATIONS, &[]),
    (customer_gateway::OPERATIONS, &[]),
    (vpn_connection::OPERATIONS, vpn_connection::VIEWS),
    (vpn_route::OPERATIONS, &[]),
    (ssl_vpn::OPERATIONS, ssl_vpn::VIEWS),
    (ha_vip::OPERATIONS, ha_vip::VIEWS),
    (bandwidth_package::OPERATIONS, bandwidth_package::VIEWS),
    (ipv4_gateway::OPERATIONS, ipv4_gateway::VIEWS),
    (gateway_route::OPERATIONS, &[]),
    (ipv6_gateway::OPERATIONS, ipv6_gateway::VIEWS),
    (network_acl::OPERATIONS, network_acl::VIEWS),
    (prefix_list::OPERATIONS, prefix_list::VIEWS),
    (flow_log::OPERATIONS, flow_log::VIEWS),
    (dhcp_options::OPERATIONS, dhcp_options::VIEWS),
    (gateway_endpoint::OPERATIONS, gateway_endpoint::VIEWS),
    (ipsec_server::OPERATIONS, ipsec_server::VIEWS),
    (public_ip_pool::OPERATIONS, public_ip_pool::VIEWS),
    (route_target_group::OPERATIONS, route_target_group::VIEWS),
    (traffic_mirror::OPERATIONS, traffic_mirror::VIEWS),
    (vpn_attachment::OPERATIONS, &[]),
    (bgp::OPERATIONS, bgp::VIEWS),
    (express_qos::OPERATIONS, express_qos::VIEWS),
    (physical_connection::OPERATIONS, physical_connection::VIEWS),
    (router_interface::OPERATIONS, router_interface::VIEWS),
    (virtual_border_router::OPERATIONS, virtual_border_router::VIEWS),
    (global_acceleration::OPERATIONS, global_acceleration::VIEWS),
    (ipv6_translator::OPERATIONS, ipv6_translator::VIEWS),
    (tag::OPERATIONS, &[]),
];
