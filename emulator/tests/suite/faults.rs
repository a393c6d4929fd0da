//! Faults on demand: each as a client sees it.

use std::time::{Duration, Instant};

use crate::common::{Setup, text};
use acs_emulator::{Answer, Emulator, Fault, FaultRule};

const VPCS: (&str, &[(&str, &str)]) = ("DescribeVpcs", &[("RegionId", "cn-hangzhou")]);

async fn with(fault: Fault) -> Setup {
    Setup::with(Emulator::builder().faults([FaultRule::new(fault).times(1)])).await
}

#[tokio::test]
async fn throttling_comes_with_and_without_a_wait() {
    for wait in [Some(1500), None] {
        let setup = with(Fault::Throttle { retry_after_ms: wait }).await;
        let reply = setup.send(VPCS.0, VPCS.1).await.unwrap();
        assert_eq!((reply.status, text(&reply.json(), "/Code").as_str()), (400, "Throttling.User"));
        assert_eq!(
            reply.headers.get("x-acs-retry-after").map(|value| value.to_str().unwrap().to_owned()),
            wait.map(|wait| wait.to_string())
        );
        assert_eq!(setup.send(VPCS.0, VPCS.1).await.unwrap().status, 200, "once was asked for");
    }
}

#[tokio::test]
async fn errors_are_those_asked_for_and_the_work_is_not_done() {
    let setup = with(Fault::busy("TaskConflict")).await;
    assert_eq!(setup.refused("CreateVpc", &[]).await, (400, "TaskConflict".into()));
    assert_eq!(text(&setup.ok("DescribeVpcs", &[]).await, "/TotalCount"), "0");
    let setup = with(Fault::internal_error()).await;
    assert_eq!(setup.refused("CreateVpc", &[]).await, (500, "InternalError".into()));
}

#[tokio::test]
async fn gateways_answer_without_json() {
    let setup = with(Fault::BadGateway).await;
    let reply = setup.send(VPCS.0, VPCS.1).await.unwrap();
    assert_eq!((reply.status, reply.headers["content-type"].to_str().unwrap()), (502, "text/html"));
    assert!(reply.text.contains("<html>"));
    let setup = with(Fault::Unavailable).await;
    let reply = setup.send(VPCS.0, VPCS.1).await.unwrap();
    assert_eq!((reply.status, reply.text.as_str()), (503, ""));
}

#[tokio::test]
async fn bodies_are_spoilt_after_the_work_is_done() {
    let spoilt =
        [Fault::Truncated, Fault::Malformed, Fault::Duplicated, Fault::WrongContentType, Fault::Oversize { bytes: 100_000 }];
    for fault in spoilt {
        let setup = with(fault.clone()).await;
        let reply = setup.send("CreateVpc", &[("RegionId", "cn-hangzhou")]).await.unwrap();
        assert_eq!(reply.status, 200);
        let is_json = serde_json::from_str::<serde_json::Value>(&reply.text).is_ok();
        match fault {
            Fault::WrongContentType => {
                assert!(reply.headers["content-type"].to_str().unwrap().starts_with("text/html") && is_json)
            }
            Fault::Oversize { bytes } => assert!(reply.text.len() > bytes && is_json),
            _ => assert!(!is_json, "{fault:?}: {}", reply.text),
        }
        assert_eq!(text(&setup.ok("DescribeVpcs", &[]).await, "/TotalCount"), "1", "{fault:?}");
    }
}

#[tokio::test]
async fn connections_end_before_after_and_within() {
    for (fault, done) in [(Fault::DropBefore, "0"), (Fault::DropAfter, "1"), (Fault::DropWithin, "1")] {
        let setup = with(fault.clone()).await;
        assert!(setup.send("CreateVpc", &[("RegionId", "cn-hangzhou")]).await.is_err(), "{fault:?}");
        assert_eq!(text(&setup.ok("DescribeVpcs", &[]).await, "/TotalCount"), done, "{fault:?}");
    }
}

#[tokio::test]
async fn a_dropped_answer_can_be_had_again_by_its_token() {
    let setup = with(Fault::DropAfter).await;
    let parameters = [("RegionId", "cn-hangzhou"), ("ClientToken", "again")];
    assert!(setup.send("CreateVpc", &parameters).await.is_err());
    let vpc = setup.make("CreateVpc", &parameters, "VpcId").await;
    let listed = setup.ok("DescribeVpcs", &[]).await;
    assert_eq!((text(&listed, "/TotalCount").as_str(), text(&listed, "/Vpcs/Vpc/0/VpcId")), ("1", vpc));
}

#[tokio::test]
async fn answers_are_slow_to_begin_or_to_end() {
    for fault in [Fault::SlowStart { ms: 120 }, Fault::SlowBody { ms: 120 }] {
        let setup = with(fault.clone()).await;
        let start = Instant::now();
        setup.ok("DescribeVpcs", &[]).await;
        assert!(start.elapsed() >= Duration::from_millis(120), "{fault:?}");
    }
}

#[tokio::test]
async fn while_an_answer_is_slow_its_token_is_in_work() {
    let setup = with(Fault::SlowStart { ms: 60_000 }).await;
    let parameters = [("RegionId", "cn-hangzhou"), ("ClientToken", "slow")];
    let first = setup.send("CreateVpc", &parameters);
    let given_up = tokio::time::timeout(Duration::from_millis(300), first).await;
    assert!(given_up.is_err(), "the answer is still to come");
    assert_eq!(setup.code("CreateVpc", &parameters).await, "LastTokenProcessing");
}

#[tokio::test]
async fn a_wrong_clock_rejects_requests_and_sends_its_time() {
    let setup = with(Fault::Clock { seconds: 7200 }).await;
    let reply = setup.send(VPCS.0, VPCS.1).await.unwrap();
    assert_eq!(text(&reply.json(), "/Code"), "InvalidTimeStamp.Expired");
    let date = humantime_of(reply.headers["date"].to_str().unwrap());
    let ahead = date.duration_since(std::time::SystemTime::now()).unwrap();
    assert!(ahead > Duration::from_secs(7100) && ahead < Duration::from_secs(7300), "{ahead:?}");
}

fn humantime_of(date: &str) -> std::time::SystemTime {
    httpdate::parse_http_date(date).unwrap()
}

#[tokio::test]
async fn a_wrong_signature_is_noticed_before_a_fault() {
    let mut setup = with(Fault::BadGateway).await;
    setup.secret = "wrong".into();
    assert_eq!(setup.refused(VPCS.0, VPCS.1).await, (400, "SignatureDoesNotMatch".into()));
}

#[tokio::test]
async fn a_rule_for_no_operation_keeps_the_emulator_from_starting() {
    let started = |pattern: &str| {
        let rule = FaultRule::new(Fault::BadGateway).operation(pattern);
        let starting = Emulator::builder().faults([rule]).start();
        async { starting.await.map(drop).map_err(|error| error.to_string()) }
    };
    for pattern in ["*", "Describe*", "CreateVpc", "AssumeRole"] {
        assert_eq!(started(pattern).await, Ok(()), "{pattern}");
    }
    assert_eq!(started("CreatVpc").await, Err("there is no operation CreatVpc: no request would get its fault".to_owned()));
}

#[tokio::test]
async fn other_processes_set_faults_over_the_control_endpoint() {
    let setup = Setup::new().await;
    let rules = r#"[{"operation": "Describe*", "fault": {"kind": "error", "status": 400, "code": "SystemBusy"}, "times": 1}, {"fault": {"kind": "bad_gateway"}}]"#;
    assert_eq!(setup.raw("POST", "/_emulator/faults", &[("content-type", "application/json")], rules).await.status, 204);
    assert_eq!(setup.raw("GET", "/_emulator/faults", &[], "").await.json().as_array().unwrap().len(), 2);
    assert_eq!(setup.code(VPCS.0, VPCS.1).await, "SystemBusy");
    assert_eq!(setup.send(VPCS.0, VPCS.1).await.unwrap().status, 502);
    assert_eq!(setup.raw("DELETE", "/_emulator/faults", &[], "").await.status, 204);
    assert_eq!(setup.send(VPCS.0, VPCS.1).await.unwrap().status, 200);
    let wrong =
        setup.raw("POST", "/_emulator/faults", &[("content-type", "application/json")], r#"{"fault": {"kind": "flood"}}"#).await;
    assert_eq!((wrong.status, text(&wrong.json(), "/Code").as_str()), (400, "InvalidParameter"));
    for operation in ["DescribeVpx", "Descrbe*", "*Vpcs", ""] {
        let rule = format!(r#"{{"operation": "{operation}", "fault": {{"kind": "throttle"}}}}"#);
        let refused = setup.raw("POST", "/_emulator/faults", &[("content-type", "application/json")], &rule).await;
        assert_eq!(refused.status, 400, "a rule for {operation:?} would do nothing");
    }
    let requests = setup.raw("GET", "/_emulator/requests", &[], "").await.json();
    assert_eq!(text(&requests, "/0/code"), "SystemBusy");
    assert_eq!(text(&requests, "/1/status"), "502");
    assert_eq!(setup.emulator.requests()[0].answer, Answer::Fault);
}

#[tokio::test]
async fn web_pages_of_other_sites_reach_neither_the_control_endpoint_nor_the_metadata() {
    let setup = Setup::new().await;
    for (method, path) in [
        ("GET", "/_emulator/requests"),
        ("POST", "/_emulator/faults"),
        ("DELETE", "/_emulator/faults"),
        ("GET", "/_emulator/credentials"),
        ("GET", "/latest/meta-data/ram/security-credentials/"),
    ] {
        for header in [("Origin", "https://evil.example"), ("Host", "evil.example"), ("Sec-Fetch-Site", "cross-site")] {
            assert_eq!(setup.raw(method, path, &[header], "[]").await.status, 403, "{method} {path} {header:?}");
        }
    }
    assert_eq!(setup.raw("POST", "/_emulator/faults", &[("content-type", "application/json")], "[]").await.status, 204);
}
