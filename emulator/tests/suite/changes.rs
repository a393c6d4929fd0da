//! Changes that a list does not show, and changes that are refused.

use crate::common::fixture::{Fixture, borrowed};
use serde_json::Value;

#[tokio::test]
async fn a_nat_gateway_lists_its_log_delivery() {
    let fixture = Fixture::new().await;
    let id = [("NatGatewayId", fixture.id("NatGatewayId", 0))];
    let change = [id[0], ("LogDelivery.LogDeliveryType", "sls"), ("LogDelivery.LogDestination", "acs:log:x")];
    fixture.setup.ok("ModifyNatGatewayAttribute", &change).await;
    let told = fixture.setup.ok("GetNatGatewayAttribute", &id).await;
    assert_eq!(told["LogDelivery"]["LogDestination"], "acs:log:x", "{told}");
}

#[tokio::test]
async fn ipv6_of_a_vswitch_goes_off_and_on() {
    let fixture = Fixture::new().await;
    let id = [("VSwitchId", fixture.id("VSwitchId", 0))];
    let told = async || fixture.setup.ok("DescribeVSwitchAttributes", &id).await;
    let before = told().await;
    fixture.setup.ok("ModifyVSwitchAttribute", &[id[0], ("EnableIPv6", "false")]).await;
    assert_eq!((&told().await["EnabledIpv6"], told().await.get("Ipv6CidrBlock")), (&false.into(), None));
    fixture.setup.ok("ModifyVSwitchAttribute", &[id[0], ("EnableIPv6", "true")]).await;
    let after = told().await;
    let block = |told: &Value| told["Ipv6CidrBlock"].as_str().unwrap_or_default().to_owned();
    // The first one of the VPC, not the second that was asked for at first.
    assert!(block(&before).ends_with(":1::/64") && block(&after) == block(&before).replace(":0:1::", "::"), "{before} {after}");
}

#[tokio::test]
async fn a_change_rejects_values_that_creation_rejects() {
    let fixture = Fixture::new().await;
    for (operation, parameters, code) in [
        ("ModifyEipAddressAttribute", "AllocationId={AllocationId} Bandwidth=0", "Abs.InvalidBandwidth.Malformed"),
        ("ModifyFlowLogAttribute", "FlowLogId={FlowLogId} AggregationInterval=7", "IllegalParam.AggregationInterval"),
        ("ModifySslVpnServer", "SslVpnServerId={SslVpnServerId} Port=22", "SslVpnServerPort.Illegal"),
        ("ModifySslVpnServer", "SslVpnServerId={SslVpnServerId} ClientIpPool=10.0.0.0/8", "ClientIpPool.NetmaskInvalid"),
        ("ModifyRouteEntry", "RouteEntryId={RouteEntryId} NewNextHopId=eni-1", "MissingParam.NewNextHopType"),
        (
            "ModifyRouteEntry",
            "RouteEntryId={RouteEntryId} NewNextHopType=NatGateway NewNextHopId=ngw-0",
            "ResourceNotFound.NatGateway",
        ),
        ("ModifyVpcAttribute", "VpcId={VpcId} CidrBlock=10.9.0.0/16", "IllegalCidrBlock"),
        ("ModifyVpcPrefixList", "PrefixListId={PrefixListId} AddPrefixListEntry.1.Cidr=x", "IllegalParam.CidrBlock"),
        ("ModifyIpv6InternetBandwidth", "Ipv6AddressId={Ipv6AddressId} Bandwidth=0", "IllegalParam.Bandwidth"),
        (
            "ModifyVpnRouteEntryWeight",
            "VpnGatewayId={VpnGatewayId} RouteDest=10.90.0.0/16 NextHop={VpnConnectionId} Weight=100 NewWeight=7",
            "InvalidParameter",
        ),
    ] {
        let parameters = fixture.pairs(parameters, 0);
        assert_eq!(fixture.setup.code(operation, &borrowed(&parameters)).await, code, "{operation} {parameters:?}");
    }
}
