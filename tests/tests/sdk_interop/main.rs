//! Official SDKs of other languages as clients of the emulator: see `tests/sdk_interop/README.md`.
//!
//! One whose package is not installed is skipped with a message. With `ACS_SDK_INTEROP=required` that is a failure.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and says what it skips")]

mod sdk;
mod sts;
mod witness;

use std::path::Path;

use acs_emulator::{Answer, Emulator};
use acs_spec::{self as spec, Access, Schema};
use acs_tests::metadata::Kind;
use sdk::{Said, Sdk, python};
use serde_json::{Map, Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_python_sdk_signs_with_version_3() {
    // Its release knows one operation less than the metadata.
    sdk(&python(), "tea.py", &["ListGeographicSubRegions"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_classic_python_sdk_signs_with_version_1() {
    sdk(&python(), "classic.py", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_generic_node_sdk_sends_everything_in_a_form() {
    sdk(Path::new("node"), "pop_core.mjs", &[]).await;
}

async fn sdk(program: &Path, script: &str, unknown: &[&str]) {
    let emulator = Emulator::builder().log_size(1).start().await.unwrap();
    let Some(mut sdk) = Sdk::start(program, script, &emulator) else { return };
    a_certificate_comes_and_goes(&mut sdk, &emulator.create_vpn_gateway());
    a_network_is_built_and_torn_down(&mut sdk);
    what_is_kept_is_read(&mut sdk, &emulator.create_vpn_gateway(), unknown);
    every_operation_is_taken(&mut sdk, &emulator, unknown);
}

fn a_certificate_comes_and_goes(sdk: &mut Sdk, gateway: &str) {
    let server = sdk.ok(
        "CreateSslVpnServer",
        json!({"VpnGatewayId": gateway, "ClientIpPool": "192.168.30.0/24", "LocalSubnet": "10.0.0.0/8", "Name": "sdk"}),
    );
    let server = text(&server, "/SslVpnServerId");
    let made = sdk.ok("CreateSslVpnClientCert", json!({"SslVpnServerId": server, "Name": "certificate & key"}));
    let certificate = text(&made, "/SslVpnClientCertId");
    let found = sdk.ok("DescribeSslVpnClientCert", json!({"SslVpnClientCertId": certificate}));
    assert_eq!((text(&found, "/SslVpnClientCertId"), text(&found, "/Name")), (certificate, "certificate & key"));
    let listed = sdk.ok("DescribeSslVpnClientCerts", json!({"SslVpnServerId": server}));
    assert_eq!(texts(&listed, "/SslVpnClientCertKeys/SslVpnClientCertKey", "SslVpnClientCertId"), [certificate]);
    sdk.ok("DeleteSslVpnClientCert", json!({"SslVpnClientCertId": certificate}));
    let again = sdk.code("DeleteSslVpnClientCert", json!({"SslVpnClientCertId": certificate}));
    assert_eq!(again, "InvalidSslVpnClientCertId.NotFound");
}

fn a_network_is_built_and_torn_down(sdk: &mut Sdk) {
    let vpc = sdk.ok("CreateVpc", json!({"VpcName": "生产 network", "CidrBlock": "10.0.0.0/8"}));
    let vpc = text(&vpc, "/VpcId");
    let mut vswitches = Vec::new();
    for number in 1..=3 {
        let made = sdk.ok(
            "CreateVSwitch",
            json!({
                "VpcId": vpc, "CidrBlock": format!("10.{number}.0.0/16"), "ZoneId": "cn-hangzhou-h",
                "Tag": [{"Key": "team", "Value": "net work"}, {"Key": "number", "Value": number.to_string()}],
            }),
        );
        vswitches.push(text(&made, "/VSwitchId").to_owned());
    }
    let gateway = json!({"VpcId": vpc, "VSwitchId": vswitches[0], "NatType": "Enhanced", "NetworkType": "internet"});
    let gateway = sdk.ok("CreateNatGateway", gateway);
    let (gateway, table) = (text(&gateway, "/NatGatewayId"), text(&gateway, "/SnatTableIds/SnatTableId/0"));
    let eip = sdk.ok("AllocateEipAddress", json!({"Bandwidth": "5"}));
    let (eip, address) = (text(&eip, "/AllocationId"), text(&eip, "/EipAddress"));
    let association = json!({"AllocationId": eip, "InstanceId": gateway, "InstanceType": "Nat"});
    sdk.ok("AssociateEipAddress", association.clone());
    let entry = sdk.ok("CreateSnatEntry", json!({"SnatTableId": table, "SourceVSwitchId": vswitches[0], "SnatIp": address}));
    let entry = text(&entry, "/SnatEntryId");

    let described = sdk.ok("DescribeVpcs", json!({"VpcName": "生产 network"}));
    assert_eq!(texts(&described, "/Vpcs/Vpc", "VpcId"), [vpc]);
    let described = sdk.ok("DescribeNatGateways", json!({"NatGatewayId": gateway}));
    assert_eq!(texts(&described, "/NatGateways/NatGateway/0/IpLists/IpList", "IpAddress"), [address]);
    let mut paged = Vec::new();
    for page in 1..=3 {
        let reply = sdk.ok("DescribeVSwitches", json!({"VpcId": vpc, "PageNumber": page, "PageSize": 1}));
        assert_eq!(reply["TotalCount"], 3);
        paged.extend(texts(&reply, "/VSwitches/VSwitch", "VSwitchId").into_iter().map(str::to_owned));
    }
    paged.sort();
    let mut made = vswitches.clone();
    made.sort();
    assert_eq!(paged, made);
    let mut tagged = Vec::new();
    let mut token = None;
    loop {
        let mut asked = json!({"ResourceType": "VSWITCH", "Tag": [{"Key": "team", "Value": "net work"}], "MaxResults": 2});
        asked.as_object_mut().unwrap().extend(token.map(|token: String| ("NextToken".to_owned(), token.into())));
        let reply = sdk.ok("ListTagResources", asked);
        tagged.extend(texts(&reply, "/TagResources/TagResource", "ResourceId").into_iter().map(str::to_owned));
        token = reply["NextToken"].as_str().filter(|token| !token.is_empty()).map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    tagged.sort();
    assert_eq!(tagged, made);

    let refused = sdk.code("DeleteVpc", json!({"VpcId": vpc}));
    assert_eq!(refused, "DependencyViolation.NatGateway");
    sdk.ok("DeleteSnatEntry", json!({"SnatTableId": table, "SnatEntryId": entry}));
    sdk.ok("UnassociateEipAddress", association);
    sdk.ok("ReleaseEipAddress", json!({"AllocationId": eip}));
    sdk.ok("DeleteNatGateway", json!({"NatGatewayId": gateway}));
    for vswitch in vswitches {
        sdk.ok("DeleteVSwitch", json!({"VSwitchId": vswitch}));
    }
    sdk.ok("DeleteVpc", json!({"VpcId": vpc}));
    for operation in ["DescribeVpcs", "DescribeVSwitches", "DescribeNatGateways", "DescribeEipAddresses", "DescribeVRouters"] {
        assert_eq!(sdk.ok(operation, json!({}))["TotalCount"], 0, "{operation}");
    }
}

/// One of each kind, and each operation that reads and needs nothing but their ids: the SDK's types take all of what is told.
fn what_is_kept_is_read(sdk: &mut Sdk, vpn_gateway: &str, unknown: &[&str]) {
    let mut ids = Map::from_iter([("VpnGatewayId".to_owned(), vpn_gateway.into())]);
    let tag = json!([{"Key": "team", "Value": "net"}]);
    let creations = [
        ("CreateVpc", json!({"CidrBlock": "10.0.0.0/8", "EnableIpv6": true, "Tag": tag})),
        ("CreateVSwitch", json!({"CidrBlock": "10.1.0.0/16", "ZoneId": "cn-hangzhou-h", "Ipv6CidrBlock": 1, "Tag": tag})),
        ("CreateRouteTable", json!({"RouteTableName": "own"})),
        ("CreateRouteEntry", json!({"DestinationCidrBlock": "10.9.0.0/16", "NextHopType": "Instance", "NextHopId": "i-1"})),
        ("CreateNatGateway", json!({"NatType": "Enhanced", "NetworkType": "intranet"})),
        ("CreateNatIpCidr", json!({"NatIpCidr": "172.30.0.0/28"})),
        ("CreateNatIp", json!({"NatIpCidr": "172.30.0.0/28"})),
        ("AllocateEipAddress", json!({})),
        ("CreateCommonBandwidthPackage", json!({"Bandwidth": 10})),
        ("AddCommonBandwidthPackageIp", json!({})),
        ("CreateHaVip", json!({})),
        ("CreateIpv4Gateway", json!({})),
        ("CreateIpv6Gateway", json!({})),
        ("CreateNetworkAcl", json!({})),
        ("CreateVpcPrefixList", json!({"PrefixListEntries": [{"Cidr": "10.0.0.0/8", "Description": "all"}]})),
        ("CreateFlowLog", json!({"ResourceType": "VPC", "TrafficType": "All", "ProjectName": "p", "LogStoreName": "l"})),
        ("CreateCustomerGateway", json!({"IpAddress": "1.2.3.4"})),
        ("CreateVpnConnection", json!({"LocalSubnet": "10.0.0.0/8", "RemoteSubnet": "192.168.0.0/16"})),
        ("CreateVpnRouteEntry", json!({"RouteDest": "192.168.0.0/16", "Weight": 100, "PublishVpc": false})),
        (
            "CreateVpnPbrRouteEntry",
            json!({"RouteSource": "10.1.0.0/16", "RouteDest": "192.168.0.0/16", "Weight": 100, "PublishVpc": false}),
        ),
        ("CreateVSwitchCidrReservation", json!({"VSwitchCidrReservationCidr": "10.1.64.0/24"})),
        ("CreateSslVpnServer", json!({"ClientIpPool": "192.168.30.0/24", "LocalSubnet": "10.0.0.0/8"})),
        ("CreateSslVpnClientCert", json!({})),
    ];
    for (operation, given) in creations {
        let Value::Object(mut parameters) = given else { panic!("{given} are not parameters") };
        for parameter in &sdk.operations[operation].parameters {
            // Some name what another operation calls by another name.
            let known = match parameter.name.as_str() {
                "IpInstanceId" => "AllocationId",
                "NextHop" => "VpnConnectionId",
                "ResourceId" => "VpcId",
                name => name,
            };
            if let Some(id) = ids.get(known) {
                parameters.entry(&parameter.name).or_insert_with(|| id.clone());
            }
        }
        let made = sdk.ok(operation, Value::Object(parameters));
        ids.extend(
            made.as_object().unwrap().iter().filter(|(name, _)| name.ends_with("Id")).map(|(k, v)| (k.clone(), v.clone())),
        );
    }

    let tree = acs_tests::specs();
    let reads = tree.operations.iter().map(|sourced| &sourced.operation).filter(|operation| operation.access == Access::Read);
    let mut wrong = Vec::new();
    for operation in reads {
        let name = operation.operation.as_str();
        let required = operation.parameters.iter().filter(|(name, schema)| schema.required && *name != "RegionId");
        let found: Option<Map<_, _>> = required.map(|(name, _)| Some((name.to_owned(), ids.get(name)?.clone()))).collect();
        match found.map(|found| sdk.call(name, Value::Object(found))) {
            None | Some(Said::Reply(_)) => {}
            Some(Said::Unknown) if unknown.contains(&name) => {}
            // None is made, and it asks for one without naming it.
            Some(Said::Code(code)) if (name, code.as_str()) == ("DescribeVbrHa", "ResourceNotFound.VbrHa") => {}
            // It wants one of two parameters, and demands neither.
            Some(Said::Code(code)) if ["BothEmpty.", "MissingParam."].iter().any(|want| code.starts_with(want)) => {}
            Some(other) => wrong.push(format!("{name}: {other}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each operation once, with everything that it takes. What its parameters name is not there, and examples need not go together,
/// so a family may refuse them; but nothing is refused for its signature, its name or its form, and no reply is misread.
fn every_operation_is_taken(sdk: &mut Sdk, emulator: &Emulator, unknown: &[&str]) {
    let tree = acs_tests::specs();
    let mut wrong = Vec::new();
    for spec in tree.operations.iter().map(|sourced| &sourced.operation) {
        let name = spec.operation.as_str();
        let wanted = |name: &str| !matches!(name, "DryRun" | "NextToken");
        let request =
            sdk.operations[name].request(|parameter| wanted(&parameter.name), 1, &mut |schema, path| match schema.kind {
                Kind::Integer => json!(example(spec, path).parse::<i64>().unwrap_or(1)),
                Kind::Boolean => json!(example(spec, path) == "true"),
                _ => json!(example(spec, path)),
            });
        let said = sdk.call(name, Value::Object(request));
        let is_example = emulator.requests().last().is_some_and(|request| request.answer == Answer::Example);
        let documented = |code: &str| spec.errors.iter().any(|error| error.code == code);
        let own = |code: &str| documented(code) && !GENERAL.contains(&code) || ABOUT_VALUES.iter().any(|end| code.contains(end));
        let right = match &said {
            Said::Reply(_) => true,
            Said::Code(code) => !is_example && own(code),
            Said::Unknown => unknown.contains(&name),
            Said::Misread { .. } => false,
        };
        if !right {
            wrong.push(format!("{name}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes that say that a request is wrong in its form, whatever it is about.
const GENERAL: &[&str] = &["InvalidParameter", "MissingParameter"];

/// What codes have in them that not all operations document and that say what its values are about, not how it is written.
const ABOUT_VALUES: &[&str] = &["NotFound", "ParamExclusive"];

/// A value for the parameter of a path like `Tag.1.Key`.
fn example(operation: &spec::Operation, path: &str) -> String {
    let mut parts = path.split('.');
    let mut schema = operation.parameters.get(parts.next().unwrap_or_default());
    for part in parts {
        schema = schema.and_then(|schema| schema.resolved(&operation.shapes)).and_then(|schema| match &schema.items {
            Some(items) => Some(&**items),
            None => schema.fields.get(part),
        });
    }
    schema.map(value).unwrap_or_default()
}

fn value(schema: &Schema) -> String {
    let given = schema.closed.first().cloned().or_else(|| match schema.example.as_ref()? {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        serde_yaml::Value::Bool(value) => Some(value.to_string()),
        _ => None,
    });
    let least = || schema.minimum.as_ref().map(ToString::to_string);
    given.or_else(least).unwrap_or_else(|| "x".repeat(schema.min_length.unwrap_or(2).max(2) as usize))
}

/// The text at a place in a reply.
fn text<'v>(reply: &'v Value, pointer: &str) -> &'v str {
    reply.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} of {reply}"))
}

/// A field of each item of a list.
fn texts<'v>(reply: &'v Value, pointer: &str, field: &str) -> Vec<&'v str> {
    let items = reply.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("no list at {pointer} of {reply}"));
    items.iter().map(|item| text(item, &format!("/{field}"))).collect()
}
