//! Rules of the service that hold for names, routes, network ACLs, bandwidth packages and VPN connections.

use crate::common::fixture::operations;
use crate::common::net::net;
use crate::common::{Setup, text};
use acs_emulator::{Emulator, ManualClock};
use acs_spec::{Kind, Operation, Schema};

#[tokio::test]
async fn names_have_1_to_128_characters_and_are_not_urls() {
    let setup = Setup::new().await;
    let (longest, too_long) = ("x".repeat(128), "x".repeat(129));
    for name in ["x", longest.as_str()] {
        setup.ok("CreateVpc", &[("VpcName", name)]).await;
    }
    for name in [too_long.as_str(), "http://x", "https://x"] {
        assert_eq!(setup.code("CreateVpc", &[("VpcName", name)]).await, "InvalidVpcName.Malformed", "{name}");
    }
}

#[tokio::test]
async fn certificate_names_have_100_characters_at_most() {
    let setup = Setup::new().await;
    let gateway = setup.emulator.create_vpn_gateway();
    let parameters = [("VpnGatewayId", gateway.as_str()), ("ClientIpPool", "192.168.1.0/24"), ("LocalSubnet", "10.0.0.0/8")];
    let server = setup.make("CreateSslVpnServer", &parameters, "SslVpnServerId").await;
    let (longest, too_long) = ("x".repeat(100), "x".repeat(101));
    setup.ok("CreateSslVpnClientCert", &[("SslVpnServerId", &server), ("Name", &longest)]).await;
    assert_eq!(setup.refused("CreateSslVpnClientCert", &[("SslVpnServerId", &server), ("Name", &too_long)]).await.0, 400);
}

#[tokio::test]
async fn a_vpn_connection_takes_known_values_only() {
    let setup = Setup::new().await;
    let gateway = setup.emulator.create_vpn_gateway();
    let customer = setup.make("CreateCustomerGateway", &[("IpAddress", "203.0.113.9")], "CustomerGatewayId").await;
    let refused = async |name: &str, text: &str| {
        let subnets = [("LocalSubnet", "10.0.0.0/8"), ("RemoteSubnet", "192.168.0.0/16")];
        let ends = [("VpnGatewayId", gateway.as_str()), ("CustomerGatewayId", customer.as_str())];
        setup.code("CreateVpnConnection", &[&subnets[..], &ends, &[(name, text)]].concat()).await
    };
    for text in [
        r#"{"IkeVersion":"ikev9"}"#,
        r#"{"IkeMode":"fast"}"#,
        r#"{"IkeEncAlg":"rot13"}"#,
        r#"{"IkeLifetime":86401}"#,
        r#"{"IkeLifetime":"x"}"#,
    ] {
        assert_eq!(refused("IkeConfig", text).await, "InvalidParameter", "{text}");
    }
    let code = refused("IpsecConfig", r#"{"IpsecPfs":"group99"}"#).await;
    assert_eq!(code, "NotSupportVpnConnectionParameter.IpsecPfs");
    let code = refused("BgpConfig", r#"{"EnableBgp":"true","TunnelCidr":"10.0.0.0/30"}"#).await;
    assert_eq!(code, "InvalidTunnelCidr.Malformed");
    let outside = r#"{"EnableBgp":"true","TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}"#;
    assert_eq!(refused("BgpConfig", outside).await, "InvalidLocalBgpIp.Malformed");
    assert_eq!(refused("TunnelOptionsSpecification.1.TunnelIkeConfig.IkeVersion", "ikev9").await, "InvalidParameter");
}

#[tokio::test]
async fn a_missing_resource_is_a_404_in_every_operation() {
    let setup = Setup::new().await;
    let missing = [("VSwitchId", "vsw-missing")];
    assert_eq!(setup.refused("DescribeVSwitchAttributes", &missing).await, (404, "InvalidVSwitchId.NotFound".into()));
    assert_eq!(setup.refused("DeleteVSwitch", &missing).await.0, 404);
}

#[tokio::test]
async fn routes_need_a_known_hop_and_leave_the_clouds_own_block_alone() {
    let net = net().await;
    let setup = &net.setup;
    let table = setup.make("CreateRouteTable", &[("VpcId", &net.vpc)], "RouteTableId").await;
    let tables = setup.ok("DescribeRouteTableList", &[("RouteTableId", &table)]).await;
    assert_eq!(text(&tables, "/RouterTableList/RouterTableListType/0/RoutePropagationEnable"), "true");
    let route = |cidr, kind| {
        [("RouteTableId", table.as_str()), ("DestinationCidrBlock", cidr), ("NextHopType", kind), ("NextHopId", "i-1")]
    };
    assert_eq!(setup.code("CreateRouteEntry", &route("100.64.1.0/24", "Instance")).await, "InvalidDestinationCidrBlock");
    assert_eq!(setup.code("CreateRouteEntry", &route("192.168.0.0/16", "Teleport")).await, "InvalidNextHopType");
    setup.ok("CreateRouteEntry", &route("0.0.0.0/0", "Instance")).await;
}

#[tokio::test]
async fn network_acl_entries_are_custom_and_ipv4_by_default() {
    let net = net().await;
    let acl = net.setup.make("CreateNetworkAcl", &[("VpcId", &net.vpc)], "NetworkAclId").await;
    let entry = [
        ("NetworkAclId", acl.as_str()),
        ("UpdateIngressAclEntries", "true"),
        ("IngressAclEntries.1.Policy", "accept"),
        ("IngressAclEntries.1.Protocol", "tcp"),
        ("IngressAclEntries.1.Port", "80/80"),
        ("IngressAclEntries.1.SourceCidrIp", "10.0.0.0/8"),
        ("IngressAclEntries.1.EntryType", ""),
    ];
    net.setup.ok("UpdateNetworkAclEntries", &entry).await;
    let described = net.setup.ok("DescribeNetworkAclAttributes", &[("NetworkAclId", &acl)]).await;
    let field = |name: &str| text(&described, &format!("/NetworkAclAttribute/IngressAclEntries/IngressAclEntry/0/{name}"));
    assert_eq!((field("EntryType").as_str(), field("IpVersion").as_str()), ("custom", "IPv4"));
}

#[tokio::test]
async fn an_eip_in_a_bandwidth_package_gets_its_own_bandwidth_back() {
    let clock = ManualClock::new(std::time::SystemTime::now());
    let mut setup = Setup::with(Emulator::builder().clock(clock.clone()).time_scale(1.0)).await;
    setup.clock = Some(clock.clone());
    let package = setup.make("CreateCommonBandwidthPackage", &[("Bandwidth", "100")], "BandwidthPackageId").await;
    let eip = setup.make("AllocateEipAddress", &[("Bandwidth", "7")], "AllocationId").await;
    clock.advance(std::time::Duration::from_secs(60));
    setup.ok("AddCommonBandwidthPackageIp", &[("BandwidthPackageId", &package), ("IpInstanceId", &eip)]).await;
    let named = [("BandwidthPackageId", package.as_str()), ("EipId", eip.as_str())];
    let limit = [named[0], named[1], ("Bandwidth", "3")];
    let both = [named[0], ("IpInstanceId", eip.as_str())];
    let changes: [(&str, &[(&str, &str)]); 3] = [
        ("ModifyCommonBandwidthPackageIpBandwidth", &limit),
        ("CancelCommonBandwidthPackageIpBandwidth", &named),
        ("RemoveCommonBandwidthPackageIp", &both),
    ];
    for (change, parameters) in changes {
        let busy = setup.code(change, parameters).await;
        assert!(
            ["BandwidthPackageOperation.conflict", "TaskConflict"].contains(&busy.as_str()),
            "{change} while it joins: {busy}"
        );
    }
    clock.advance(std::time::Duration::from_secs(60));
    let shown = async |pointer: &str| {
        let eips = setup.ok("DescribeEipAddresses", &[("AllocationId", &eip)]).await;
        text(&eips, &format!("/EipAddresses/EipAddress/0/{pointer}"))
    };
    assert_eq!((shown("Bandwidth").await.as_str(), shown("BandwidthPackageBandwidth").await.as_str()), ("7", "100"));
    setup.ok("ModifyCommonBandwidthPackageIpBandwidth", &limit).await;
    assert_eq!(shown("Bandwidth").await, "3");
    setup.ok("CancelCommonBandwidthPackageIpBandwidth", &named).await;
    assert_eq!(shown("Bandwidth").await, "7");
    setup.ok("RemoveCommonBandwidthPackageIp", &both).await;
    for (change, parameters) in changes {
        let busy = setup.code(change, parameters).await;
        assert!(
            ["BandwidthPackageOperation.conflict", "TaskConflict"].contains(&busy.as_str()),
            "{change} while it leaves: {busy}"
        );
    }
    clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(setup.code("RemoveCommonBandwidthPackageIp", &both).await, "IpInstanceId.NotBandwidthPackage");
}

#[tokio::test]
async fn a_vpn_connection_is_completed_with_defaults_for_each_tunnel() {
    let net = net().await;
    let setup = &net.setup;
    let parameters = [
        ("VpcId", net.vpc.as_str()),
        ("VSwitchId", &net.vswitch),
        ("DisasterRecoveryVSwitchId", &net.vswitch),
        ("Bandwidth", "10"),
    ];
    let gateway = setup.make("CreateVpnGateway", &parameters, "VpnGatewayId").await;
    let customer =
        setup.make("CreateCustomerGateway", &[("IpAddress", "203.0.113.1"), ("Asn", "65001")], "CustomerGatewayId").await;
    let connection = [
        ("VpnGatewayId", gateway.as_str()),
        ("LocalSubnet", "10.0.0.0/16"),
        ("RemoteSubnet", "192.168.0.0/16"),
        ("TunnelOptionsSpecification.1.CustomerGatewayId", &customer),
        ("TunnelOptionsSpecification.1.TunnelIkeConfig.Psk", "own-secret"),
        ("TunnelOptionsSpecification.2.CustomerGatewayId", &customer),
    ];
    let id = setup.make("CreateVpnConnection", &connection, "VpnConnectionId").await;
    let described = setup.ok("DescribeVpnConnection", &[("VpnConnectionId", &id)]).await;
    let tunnel = |n: u8, field: &str| text(&described, &format!("/TunnelOptionsSpecification/TunnelOptions/{n}/{field}"));
    assert_eq!(tunnel(0, "TunnelIkeConfig/Psk"), "own-secret");
    assert_eq!(tunnel(1, "TunnelIkeConfig/Psk").len(), 16, "a generated key");
    assert_eq!(tunnel(0, "TunnelIkeConfig/IkeEncAlg"), "aes");
    assert_eq!((tunnel(0, "Role").as_str(), tunnel(1, "Role").as_str()), ("master", "slave"));
    assert_ne!(tunnel(0, "InternetIp"), tunnel(1, "InternetIp"));
    assert_eq!(text(&described, "/IpsecConfig/IpsecAuthAlg"), "sha1");
}

/// The text parameters and fields of an operation whose known words the spec does not call all, with their flat names.
fn open_words(operation: &Operation) -> Vec<(String, bool)> {
    fn collect(operation: &Operation, path: &str, schema: &Schema, to: &mut Vec<(String, bool)>) {
        let schema = schema.shape.as_ref().and_then(|shape| operation.shapes.get(shape)).unwrap_or(schema);
        match schema.kind {
            Some(Kind::Object) => {
                schema.fields.iter().for_each(|(name, field)| collect(operation, &format!("{path}.{name}"), field, to));
            }
            Some(Kind::List) => schema.items.iter().for_each(|item| collect(operation, &format!("{path}.1"), item, to)),
            Some(Kind::String) if !schema.values.is_empty() => {
                let names = [path.split('.').next().unwrap(), path.rsplit('.').next().unwrap()];
                let is_own = |code: &str| {
                    let rest = names.iter().find_map(|name| {
                        let rest = code.strip_prefix("Invalid").and_then(|code| code.strip_prefix(name));
                        let whole = ["IllegalParam.", "ParameterIllegal.", "InvalidParameter."];
                        rest.or_else(|| whole.iter().any(|start| code == format!("{start}{name}")).then_some(""))
                    });
                    rest.is_some_and(|rest| ["", ".ValueNotSupported", ".NotSupported", ".Malformed"].contains(&rest))
                };
                to.push((path.to_owned(), operation.errors.iter().any(|error| is_own(&error.code))));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    operation.parameters.iter().for_each(|(name, schema)| collect(operation, name, schema, &mut found));
    found
}

#[tokio::test]
async fn an_unknown_word_is_refused_where_the_operation_has_a_code_for_it() {
    let setup = Setup::new().await;
    let (mut refused, mut accepted) = (0, 0);
    for (name, operation) in operations() {
        for (path, has_code) in open_words(operation) {
            let reply = setup.send(name, &[("RegionId", "cn-hangzhou"), (&path, "no-such-word")]).await.unwrap();
            let body = reply.json();
            let is_about_it =
                body["Message"].as_str().is_some_and(|message| message.contains(&path) && message.contains("one of"));
            assert_eq!(is_about_it, has_code, "{name} {path}: {body}");
            if has_code {
                let code = body["Code"].as_str().unwrap();
                assert!(operation.errors.iter().any(|known| known.code == code), "{name} {path}: {code}");
                refused += 1;
            } else {
                accepted += 1;
            }
        }
    }
    assert_eq!((refused, accepted > 100), (REFUSED_WORDS, true), "{accepted}");
}

/// Open sets of words that the service closes by a code.
const REFUSED_WORDS: usize = 38;
