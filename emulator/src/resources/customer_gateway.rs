//! Customer gateways: the device at the other end of an IPsec-VPN connection.

use serde_json::Value;

use crate::engine::Action::{Create, Delete, Get, List, Modify};
use crate::engine::{Call, Operations, plain};
use crate::kinds::CUSTOMER_GATEWAY;
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("CreateCustomerGateway", Create(&CUSTOMER_GATEWAY, new_gateway)),
    ("DescribeCustomerGateway", Get(&CUSTOMER_GATEWAY)),
    ("DescribeCustomerGateways", List(&CUSTOMER_GATEWAY)),
    ("ModifyCustomerGatewayAttribute", Modify(&CUSTOMER_GATEWAY, plain)),
    ("DeleteCustomerGateway", Delete(&CUSTOMER_GATEWAY, plain)),
];

fn new_gateway(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    let address = call.text("IpAddress").unwrap_or_default();
    if address.parse::<std::net::Ipv4Addr>().is_err() {
        return Err(call.error(&["InvalidIpAddress.WrongFormat"], "IpAddress must be an IPv4 address."));
    }
    let asn = call.text("Asn");
    if asn.is_some_and(|asn| asn.parse::<u32>().is_err()) {
        return Err(call.error(&["IllegalParam.Asn"], "Asn must be the number of an autonomous system."));
    }
    let same = |gateway: &Resource| {
        let other = gateway.fields.get("Asn").and_then(Value::as_str);
        gateway.region == call.region && gateway.text("IpAddress") == Some(address) && other == asn
    };
    match call.store.of(&CUSTOMER_GATEWAY).any(same) {
        true => Err(call.error(&["InvalidIpAddress.AlreadyExist"], "Another customer gateway has the address.")),
        false => Ok(()),
    }
}
