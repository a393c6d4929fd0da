//! VPN gateways, their connections and routes.

use crate::common::net::{Net, count, net};
use crate::common::text;

#[tokio::test]
async fn a_vpn_connection_keeps_its_configuration_and_tunnels() {
    let Net { setup, vpc, .. } = net().await;
    let gateway =
        setup.make("CreateVpnGateway", &[("VpcId", &vpc), ("Bandwidth", "10"), ("EnableIpsec", "true")], "VpnGatewayId").await;
    let customer = setup
        .make("CreateCustomerGateway", &[("IpAddress", "203.0.113.5"), ("Name", "office"), ("Asn", "65000")], "CustomerGatewayId")
        .await;
    assert_eq!(
        setup.code("CreateCustomerGateway", &[("IpAddress", "203.0.113.5"), ("Asn", "65000")]).await,
        "InvalidIpAddress.AlreadyExist"
    );
    let parameters = [
        ("VpnGatewayId", gateway.as_str()),
        ("LocalSubnet", "10.0.0.0/16"),
        ("RemoteSubnet", "192.168.0.0/24,192.168.1.0/24"),
        ("IpsecConfig", r#"{"IpsecEncAlg":"aes","IpsecLifetime":86400}"#),
        ("TunnelOptionsSpecification.1.CustomerGatewayId", customer.as_str()),
        ("TunnelOptionsSpecification.1.Role", "master"),
        ("TunnelOptionsSpecification.1.TunnelIkeConfig.IkeVersion", "ikev2"),
        ("TunnelOptionsSpecification.2.CustomerGatewayId", customer.as_str()),
        ("TunnelOptionsSpecification.2.Role", "slave"),
    ];
    let connection = setup.make("CreateVpnConnection", &parameters, "VpnConnectionId").await;
    let told = setup.ok("DescribeVpnConnection", &[("VpnConnectionId", &connection)]).await;
    assert_eq!(text(&told, "/State"), "active");
    assert_eq!(text(&told, "/IpsecConfig/IpsecLifetime"), "86400");
    assert_eq!(count(&told, "/TunnelOptionsSpecification/TunnelOptions"), 2);
    let tunnel = text(&told, "/TunnelOptionsSpecification/TunnelOptions/1/TunnelId");

    let change = [
        ("VpnConnectionId", connection.as_str()),
        ("TunnelId", tunnel.as_str()),
        ("TunnelOptionsSpecification.TunnelIkeConfig.IkeVersion", "ikev1"),
    ];
    let changed = setup.ok("ModifyTunnelAttribute", &change).await;
    assert_eq!((text(&changed, "/Role").as_str(), text(&changed, "/TunnelIkeConfig/IkeVersion").as_str()), ("slave", "ikev1"));
    setup
        .ok(
            "ModifyVpnConnectionAttribute",
            &[("VpnConnectionId", &connection), ("Name", "to the office"), ("IpsecConfig", r#"{"IpsecPfs":"group2"}"#)],
        )
        .await;
    let told = setup.ok("DescribeVpnConnections", &[("VpnGatewayId", &gateway)]).await;
    let first = "/VpnConnections/VpnConnection/0";
    assert_eq!(text(&told, &format!("{first}/Name")), "to the office");
    assert_eq!(
        (text(&told, &format!("{first}/IpsecConfig/IpsecPfs")), text(&told, &format!("{first}/IpsecConfig/IpsecEncAlg"))),
        ("group2".into(), "aes".into())
    );
    assert_eq!(
        setup.code("ModifyVpnConnectionAttribute", &[("VpnConnectionId", &connection), ("IkeConfig", "ikev2")]).await,
        "InvalidParameter"
    );
    assert_eq!(setup.code("DeleteVpnGateway", &[("VpnGatewayId", &gateway)]).await, "DependencyViolation.VpnConnection");
    setup.ok("DeleteVpnConnection", &[("VpnConnectionId", &connection)]).await;
    setup.ok("DeleteVpnGateway", &[("VpnGatewayId", &gateway)]).await;
    setup.ok("DeleteCustomerGateway", &[("CustomerGatewayId", &customer)]).await;
}

#[tokio::test]
async fn vpn_gateways_have_routes_of_both_kinds() {
    let fixture = crate::common::fixture::Fixture::new().await;
    let setup = &fixture.setup;
    let (gateway, hop) = (fixture.id("VpnGatewayId", 1), fixture.id("VpnConnectionId", 1));
    let route = [("VpnGatewayId", gateway), ("RouteDest", "10.90.0.0/16"), ("NextHop", hop), ("Weight", "100")];
    let by_source = [&route[..], &[("RouteSource", "10.0.0.0/16"), ("Priority", "5")]].concat();
    setup.ok("CreateVpnRouteEntry", &[&route[..], &[("PublishVpc", "true")]].concat()).await;
    setup.ok("CreateVpnPbrRouteEntry", &[&by_source[..], &[("PublishVpc", "false")]].concat()).await;
    let listed = async |action: &str, path: &str| {
        let told = setup.ok(action, &[route[0]]).await;
        assert_eq!(text(&told, "/TotalCount"), "1", "{told}");
        told.pointer(path).unwrap().clone()
    };
    let plain = async || listed("DescribeVpnRouteEntries", "/VpnRouteEntries/VpnRouteEntry/0").await;
    let pbr = async || listed("DescribeVpnPbrRouteEntries", "/VpnPbrRouteEntries/VpnPbrRouteEntry/0").await;
    assert_eq!((&plain().await["State"], &pbr().await["State"]), (&"published".into(), &"normal".into()));
    assert_eq!(
        setup.code("CreateVpnRouteEntry", &[&route[..], &[("PublishVpc", "true")]].concat()).await,
        "VpnRouteEntry.AlreadyExists"
    );
    let stranger = [route[0], route[1], ("NextHop", fixture.id("VpnConnectionId", 0)), route[3], ("PublishVpc", "true")];
    assert_eq!(setup.code("CreateVpnRouteEntry", &stranger).await, "InvalidNextHop.NotFound");

    setup.ok("ModifyVpnRouteEntryWeight", &[&route[..], &[("NewWeight", "0")]].concat()).await;
    assert_eq!(plain().await["Weight"], 0);
    assert_eq!(setup.code("DeleteVpnRouteEntry", &route).await, "InvalidRouteEntry.NotFound", "its weight is another now");
    let publish = [route[0], route[1], route[2], ("RouteType", "dbr"), ("PublishVpc", "false")];
    setup.ok("PublishVpnRouteEntry", &publish).await;
    assert_eq!(plain().await["State"], "normal");

    let change = [&by_source[..], &[("NewPriority", "7"), ("NewWeight", "0")]].concat();
    setup.ok("ModifyVpnPbrRouteEntryAttribute", &change).await;
    assert_eq!((&pbr().await["Priority"], &pbr().await["Weight"]), (&7.into(), &0.into()));
    let now = [route[0], route[1], route[2], ("Weight", "0"), ("RouteSource", "10.0.0.0/16"), ("Priority", "7")];
    setup.ok("ModifyVpnPbrRouteEntryPriority", &[&now[..], &[("NewPriority", "9")]].concat()).await;
    let now = [now[0], now[1], now[2], now[3], now[4], ("Priority", "9")];
    setup.ok("ModifyVpnPbrRouteEntryWeight", &[&now[..], &[("NewWeight", "100")]].concat()).await;
    assert_eq!((&pbr().await["Priority"], &pbr().await["Weight"]), (&9.into(), &100.into()));
    setup.ok("DeleteVpnPbrRouteEntry", &[now[0], now[1], now[2], ("Weight", "100"), now[4], now[5]]).await;
    setup.ok("DeleteVpnRouteEntry", &[route[0], route[1], route[2], ("Weight", "0")]).await;
    for action in ["DescribeVpnRouteEntries", "DescribeVpnPbrRouteEntries"] {
        assert_eq!(text(&setup.ok(action, &[route[0]]).await, "/TotalCount"), "0");
    }
}

#[tokio::test]
async fn an_enhanced_vpn_gateway_is_one_of_the_vpn_gateways() {
    let Net { setup, vpc, .. } = net().await;
    let create = [("VpcId", vpc.as_str()), ("GatewayType", "Enhanced.SiteToSite"), ("Name", "new")];
    let gateway = setup.make("CreateEnhancedVpnGateway", &create, "VpnGatewayId").await;
    let id = [("VpnGatewayId", gateway.as_str())];
    let told = setup.ok("DescribeVpnGateway", &id).await;
    assert_eq!((text(&told, "/GatewayType").as_str(), text(&told, "/SslVpn").as_str()), ("Enhanced.SiteToSite", "disable"));
    assert_eq!(text(&setup.ok("DescribeSslVpnClients", &id).await, "/TotalCount"), "0");
    setup.ok("DeleteEnhancedVpnGateway", &id).await;
    assert_eq!(setup.code("DescribeVpnGateway", &id).await, "InvalidVpnGatewayInstanceId.NotFound");
}
