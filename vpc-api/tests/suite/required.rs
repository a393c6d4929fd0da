//! A required parameter without a value never reaches the service.

use acs_runtime::test::MockTransport;
use serde_json::json;
use vpc_api::vpc::{DeleteVpc, DeleteVpcRequest};
use vpc_api::{Client, Error, ErrorKind};

fn client(mock: &MockTransport) -> Client {
    Client::builder().test(mock).build().unwrap()
}

fn assert_refused(error: &Error, parameter: &str, what: &str) {
    let text = error.to_string();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 0), "{text}");
    assert!(text.contains(&format!("the required parameter `{parameter}` {what}")) && text.contains("Set it"), "{text}");
}

#[tokio::test]
async fn a_blank_parameter_is_refused_with_its_name() {
    let mock = MockTransport::new();
    let client = client(&mock);
    for (blank, what) in [
        ("", "is empty"),
        (" \t\u{3000}\u{2028}", "has nothing but white space"),
        ("\u{200b}", "has nothing but invisible characters"),
        (" \u{feff}\u{2060}\u{ad}\0", "has nothing but invisible characters"),
    ] {
        assert_refused(&client.delete_vpc(blank).send().await.unwrap_err(), "VpcId", what);
        assert_refused(&client.delete_vpc(blank).send_with_metadata().await.unwrap_err(), "VpcId", what);
        assert_refused(&client.delete_vpc("vpc-1").param("VpcId", blank).send().await.unwrap_err(), "VpcId", what);
        assert_refused(&client.create_nat_ip("ngw-1", blank).send().await.unwrap_err(), "NatIpCidr", what);
        assert_refused(&client.create_nat_ip("ngw-1", blank).dry_run().await.unwrap_err(), "NatIpCidr", what);
        assert_refused(&client.list_nat_ips(blank).items().next().await.unwrap().unwrap_err(), "NatGatewayId", what);
        let rules = client.delete_traffic_mirror_filter_rules("tmf-1", ["tmr-1", blank]);
        assert_refused(&rules.send().await.unwrap_err(), "TrafficMirrorFilterRuleIds.2", what);
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn what_may_be_blank_is_sent() {
    let mock = MockTransport::new();
    mock.on("ModifyIPv6TranslatorAclListEntry").with("AclEntryComment", "").reply(json!({}));
    mock.on("ModifyVpcAttribute").with("Description", "").reply(json!({}));
    mock.on("DeleteVpc").with("VpcId", "").reply(json!({}));
    mock.on("DeleteVpc").error(400, "MissingParam.VpcId", "");
    mock.on("AddCommonBandwidthPackageIps").reply(json!({}));
    let client = client(&mock);
    client.modify_ipv6_translator_acl_list_entry("acl-1", "entry-1", "").send().await.unwrap();
    client.modify_vpc_attribute("vpc-1").description("").send().await.unwrap();
    // By the operation's name all is sent as it is given.
    client.call("DeleteVpc").param("VpcId", "").send().await.unwrap();
    // What a request that is data leaves out is for the service to say.
    let error = client.send::<DeleteVpc>(&DeleteVpcRequest::default()).await.unwrap_err();
    assert_eq!(error.code(), Some("MissingParam.VpcId"));
    // A parameter may be set by its name on the wire.
    let listed = client.add_common_bandwidth_package_ips("cbwp-1", Vec::<String>::new()).param("IpInstanceIds.1", "eip-1");
    listed.send().await.unwrap();
    mock.assert_done();
}
