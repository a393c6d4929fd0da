//! The page of the emulator.

use reqwest::StatusCode;

use crate::common::Visitor;

async fn change(visitor: &Visitor, action: &str, fields: &[(&str, &str)]) {
    let response = visitor.post_form(&format!("/emulator/{action}"), fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER, "{action}: {}", response.text().await.unwrap());
}

async fn network(visitor: &Visitor) -> String {
    let created = visitor.call("CreateVpc", &[("VpcName", "web"), ("CidrBlock", "10.0.0.0/8")]).await;
    let id = created.split("vpc-bp1").nth(1).unwrap();
    format!("vpc-bp1{}", &id[..17])
}

#[tokio::test]
async fn resources_are_a_picture_and_tables() {
    let visitor = Visitor::new().await;
    let vpc = network(&visitor).await;
    let page = visitor.get("/emulator").await;
    assert!(page.contains("<svg") && page.contains("class=\"edge\""), "{page}");
    assert!(page.contains(&format!("id=\"{vpc}\"")) && page.contains("VRouter"));
}

#[tokio::test]
async fn an_injected_fault_affects_the_next_call() {
    let visitor = Visitor::new().await;
    change(&visitor, "fault", &[("kind", "throttle"), ("operation", "DescribeVpcs"), ("times", "1")]).await;
    assert!(visitor.get("/emulator").await.contains("throttle"));
    assert!(visitor.call("DescribeVpcs", &[]).await.contains("Throttling.User"));
    assert!(visitor.call("DescribeVpcs", &[]).await.contains("<strong>200</strong>"));
    let log = visitor.get("/emulator").await;
    assert!(log.contains("a fault") && log.contains("href=\"/errors/Throttling.User\""));
}

#[tokio::test]
async fn a_client_that_retries_gets_through_a_fault() {
    let visitor = Visitor::new().await;
    change(&visitor, "fault", &[("kind", "throttle"), ("times", "1")]).await;
    let answer = visitor.call("DescribeVpcs", &[("_retry", "on")]).await;
    assert!(answer.contains("<strong>200</strong>") && answer.contains("2 attempts"), "{answer}");
}

#[tokio::test]
async fn the_state_is_kept_in_snapshots_restored_and_reset() {
    let visitor = Visitor::new().await;
    let vpc = network(&visitor).await;
    change(&visitor, "snapshot", &[("name", "one")]).await;
    change(&visitor, "reset", &[]).await;
    assert!(visitor.get("/emulator").await.contains("It holds 0 resources"));
    change(&visitor, "restore", &[("name", "one")]).await;
    assert!(visitor.get("/emulator").await.contains(&vpc));
    let listed = visitor.call("DescribeVpcs", &[]).await;
    assert!(listed.contains(&vpc), "calls go to the restored emulator");
}

#[tokio::test]
async fn a_busy_gateway_is_waited_for_and_the_clock_can_be_moved() {
    let visitor = Visitor::new().await;
    change(&visitor, "gateway", &[]).await;
    change(&visitor, "stop-clock", &[]).await;
    let page = visitor.get("/emulator").await;
    let gateway = page.split("id=\"vpn-bp1").nth(1).unwrap();
    let gateway = format!("vpn-bp1{}", &gateway[..17]);
    let fields = [("ClientIpPool", "192.168.10.0/24"), ("LocalSubnet", "10.0.0.0/8"), ("VpnGatewayId", gateway.as_str())];
    let created = visitor.call("CreateSslVpnServer", &fields).await;
    assert!(created.contains("<strong>200</strong>"), "{created}");
    let server = format!("vss-bp1{}", &created.split("vss-bp1").nth(1).unwrap()[..17]);
    let busy = visitor.call("ModifySslVpnServer", &[("SslVpnServerId", server.as_str()), ("Port", "1195")]).await;
    assert!(busy.contains("VpnGateway.Configuring") && busy.contains("The client retries this"), "{busy}");
    let wait = format!("/operations/CreateSslVpnServer/wait?id={gateway}&RegionId=cn-hangzhou");
    assert!(visitor.get(&wait).await.contains("updating"));
    change(&visitor, "advance", &[("minutes", "10")]).await;
    let done = visitor.get(&wait).await;
    assert!(done.contains("✓") && done.contains("active") && !done.contains("data-poll"), "{done}");
}

#[tokio::test]
async fn the_log_shows_why_a_signature_was_rejected() {
    let visitor = Visitor::new().await;
    let page = visitor.get("/emulator").await;
    let endpoint = page.split("Its endpoint is <code>").nth(1).unwrap().split('<').next().unwrap();
    let query = "AccessKeyId=testid&Action=DescribeVpcs&Format=JSON&RegionId=cn-hangzhou&Signature=x&SignatureMethod=HMAC-SHA1\
        &SignatureNonce=n&SignatureVersion=1.0&Version=2016-04-28";
    let timestamp = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string().replace(':', "%3A");
    visitor.http.get(format!("{endpoint}/?{query}&Timestamp={timestamp}")).send().await.unwrap();
    let log = visitor.get("/emulator").await;
    assert!(log.contains("SignatureDoesNotMatch") && log.contains("the secret differs"), "{log}");
    assert!(log.contains("GET&amp;%2F&amp;AccessKeyId%3Dtestid"), "{log}");
}

#[tokio::test]
async fn invalid_input_is_reported() {
    let visitor = Visitor::new().await;
    for (action, fields) in
        [("restore", &[("name", "none")][..]), ("advance", &[("minutes", "-1")]), ("fault", &[("kind", "none")]), ("none", &[])]
    {
        assert_eq!(visitor.post_form(&format!("/emulator/{action}"), fields).await.status(), StatusCode::NOT_FOUND, "{action}");
    }
}
